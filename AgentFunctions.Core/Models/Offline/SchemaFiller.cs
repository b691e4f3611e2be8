using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentFunctions.Models.Offline;

/// <summary>Walks a JSON schema and fills it with what a text gives; what comes out matches the schema's types, bounds and choices.</summary>
internal static class SchemaFiller
{
    private const int DeepestNesting = 16;

    public static JsonNode? Fill(JsonElement schema, TextEvidence evidence) => Fill("answer", schema, evidence, 0);

    private static JsonNode? Fill(string name, JsonElement schema, TextEvidence evidence, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > DeepestNesting)
        {
            return null;
        }

        SchemaNode node = new(name, schema);
        if (node.Alternative is { } alternative)
        {
            return Fill(name, alternative, evidence, depth + 1);
        }

        JsonNode? value = node switch
        {
            { Constant: { } constant } => JsonNode.Parse(constant.GetRawText()),
            { Choices.Count: > 0 } => EnumRule.Choose(node, evidence),
            { Type: "object" } => Object(node, evidence, depth),
            { Type: "array" } => ListRule.Fill(node, evidence, item => Fill(name, item, evidence, depth + 1)),
            { Type: "integer" or "number" } => NumberRule.Fill(node, evidence),
            { Type: "boolean" } => JsonValue.Create(BooleanRule.Decide(node, evidence)),
            { Type: "string" } => StringRule.Fill(node, evidence) is { } text ? JsonValue.Create(text) : null,
            _ => null,
        };
        return value;
    }

    private static JsonObject Object(SchemaNode node, TextEvidence evidence, int depth)
    {
        JsonObject filled = [];
        foreach ((string name, JsonElement schema) in node.Properties)
        {
            filled[name] = Fill(name, schema, evidence, depth + 1);
        }

        return filled;
    }
}
