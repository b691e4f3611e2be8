using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentFunctions.Models.Batches.Messages;

/// <summary>
/// Brings an output schema into the part of JSON Schema that Anthropic's structured outputs take, as Anthropic's own libraries do: objects are
/// closed, <c>oneOf</c> becomes <c>anyOf</c>, and keywords that are not taken move into the description, where the model may heed them. What
/// is lost is checked all the same: answers are held against the agent's own schema.
/// https://platform.claude.com/docs/en/build-with-claude/structured-outputs.
/// </summary>
internal static class OutputShape
{
    private static readonly string[] Kept = ["type", "enum", "const", "title", "description", "default", "required", "$ref"];
    private static readonly string[] Formats = ["date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"];

    // Keywords of JSON Schema that say nothing of a value.
    private static readonly string[] Silent = ["$schema", "$id", "$comment", "additionalProperties", "examples"];

    /// <exception cref="ArgumentException">The schema has an object whose field names are not all known, which would come back empty.</exception>
    public static JsonNode Of(JsonElement schema) => Reduce(JsonNode.Parse(schema.GetRawText())!);

    // "true" and "false" are schemas as well.
    private static JsonNode Reduce(JsonNode schema) => schema is JsonObject node ? ReduceObject(node) : schema.DeepClone();

    private static JsonObject ReduceObject(JsonObject schema)
    {
        JsonObject reduced = [];
        List<string> notes = [];
        foreach ((string keyword, JsonNode? value) in schema)
        {
            switch (keyword)
            {
                case "properties" or "$defs" or "definitions" when value is JsonObject named:
                    reduced[keyword] = new JsonObject(named.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)Reduce(p.Value!))));
                    break;
                case "items" when value is JsonObject items:
                    reduced[keyword] = Reduce(items);
                    break;
                case "anyOf" or "oneOf" or "allOf" when value is JsonArray several:
                    reduced[keyword == "oneOf" ? "anyOf" : keyword] = new JsonArray([.. several.Select(s => Reduce(s!))]);
                    break;
                case "additionalProperties" when value is JsonObject:
                case "patternProperties":
                    throw new ArgumentException($"An output schema with '{keyword}' cannot be asked for through Anthropic's batch API; its objects have only fields that are named.");
                case "minItems" when value is JsonValue number && number.TryGetValue(out int least) && least is 0 or 1:
                case "format" when value is JsonValue text && text.TryGetValue(out string? format) && Formats.Contains(format):
                    reduced[keyword] = value.DeepClone();
                    break;
                default:
                    Other(keyword, value, reduced, notes);
                    break;
            }
        }

        if (reduced.ContainsKey("properties") || IsObject(reduced["type"]))
        {
            reduced["additionalProperties"] = false;
        }

        return Noted(reduced, notes);
    }

    private static void Other(string keyword, JsonNode? value, JsonObject reduced, List<string> notes)
    {
        if (Kept.Contains(keyword))
        {
            reduced[keyword] = value?.DeepClone();
        }
        else if (!Silent.Contains(keyword))
        {
            notes.Add($"{keyword}: {value?.ToJsonString() ?? "null"}");
        }
    }

    private static JsonObject Noted(JsonObject reduced, List<string> notes)
    {
        if (notes.Count > 0)
        {
            string text = "{" + string.Join(", ", notes) + "}";
            reduced["description"] = reduced["description"] is { } description ? $"{description}\n\n{text}" : text;
        }

        return reduced;
    }

    private static bool IsObject(JsonNode? type) => type switch
    {
        JsonValue one => one.TryGetValue(out string? name) && name == "object",
        JsonArray several => several.Any(IsObject),
        _ => false,
    };
}
