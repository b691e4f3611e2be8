using System.Text.Json;

namespace AgentFunctions.Agents.Checks;

/// <summary>What a JSON schema says of one place: references followed, alternatives side by side, lists as their entries.</summary>
internal static class SchemaPlaces
{
    // Deeper ones are references in a circle.
    private const int DeepestNesting = 32;

    private static readonly string[] Alternatives = ["anyOf", "oneOf", "allOf"];

    /// <summary>All schemas that a value at this place may have to match, without those for lists.</summary>
    public static IReadOnlyList<JsonElement> Of(JsonElement schema, JsonElement root)
    {
        List<JsonElement> places = [];
        Collect(schema, root, places, 0);
        return places;
    }

    /// <summary>True when the schema lets a value have fields that it does not name.</summary>
    public static bool IsOpen(JsonElement place) => !place.TryGetProperty("properties", out _) && Allows(place, "object");

    public static IEnumerable<JsonElement> Property(JsonElement place, string name) =>
        place.TryGetProperty("properties", out JsonElement properties) && properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(name, out JsonElement property)
            ? [property]
            : [];

    /// <summary>True when a value of one of these JSON types may stand at the place.</summary>
    public static bool Allows(JsonElement place, params string[] types)
    {
        if (place.ValueKind != JsonValueKind.Object || !place.TryGetProperty("type", out JsonElement type))
        {
            return true;
        }

        return type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Any(IsOneOf) : IsOneOf(type);

        bool IsOneOf(JsonElement t) => t.ValueKind == JsonValueKind.String && types.Contains(t.GetString());
    }

    private static void Collect(JsonElement schema, JsonElement root, List<JsonElement> into, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > DeepestNesting)
        {
            return;
        }

        JsonElement[] inner = [.. Inner(schema, root)];
        if (inner.Length == 0)
        {
            into.Add(schema);
        }

        foreach (JsonElement other in inner)
        {
            Collect(other, root, into, depth + 1);
        }

        if (inner.Length > 0 && schema.TryGetProperty("properties", out _))
        {
            into.Add(schema);
        }
    }

    private static IEnumerable<JsonElement> Inner(JsonElement schema, JsonElement root)
    {
        if (schema.TryGetProperty("items", out JsonElement items))
        {
            yield return items;
        }

        if (schema.TryGetProperty("$ref", out JsonElement reference) && Referred(reference, root) is { } referred)
        {
            yield return referred;
        }

        foreach (JsonElement list in Alternatives.Where(k => schema.TryGetProperty(k, out _)).Select(schema.GetProperty).Where(l => l.ValueKind == JsonValueKind.Array))
        {
            foreach (JsonElement alternative in list.EnumerateArray())
            {
                yield return alternative;
            }
        }
    }

    // Only within the file, such as #/definitions/line.
    private static JsonElement? Referred(JsonElement reference, JsonElement root)
    {
        if (reference.ValueKind != JsonValueKind.String || reference.GetString() is not { } text || !text.StartsWith("#/", StringComparison.Ordinal))
        {
            return null;
        }

        JsonElement place = root;
        return text[2..].Split('/').All(name => place.ValueKind == JsonValueKind.Object && place.TryGetProperty(name, out place)) ? place : null;
    }
}
