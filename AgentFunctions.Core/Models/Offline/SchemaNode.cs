using System.Text.Json;
using System.Text.RegularExpressions;

namespace AgentFunctions.Models.Offline;

/// <summary>One place of a schema, with the keywords that the rules look at.</summary>
internal sealed partial class SchemaNode
{
    private static readonly string[] AlternativeKeywords = ["anyOf", "oneOf"];

    private readonly JsonElement _schema;

    public SchemaNode(string name, JsonElement schema)
    {
        (Name, _schema) = (name, schema);
        string[] types = schema.TryGetProperty("type", out JsonElement type)
            ? type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.GetString()!)] : [type.GetString()!]
            : [];
        IsNullable = types.Contains("null");
        Type = types.FirstOrDefault(t => t != "null") ?? (schema.TryGetProperty("properties", out _) ? "object" : types.Length > 0 ? "null" : "string");
    }

    public string Name { get; }

    public string Type { get; }

    public bool IsNullable { get; }

    public string Description => Text("description") ?? string.Empty;

    public string? Format => Text("format");

    /// <summary>The name's words, such as "due" and "date" of dueDate.</summary>
    public IReadOnlyList<string> Words => [.. WordParts().Matches(Name).Select(m => m.Value.ToLowerInvariant()).Where(w => w.Length > 2)];

    public JsonElement? Constant => _schema.TryGetProperty("const", out JsonElement value) ? value : null;

    public IReadOnlyList<JsonElement> Choices => _schema.TryGetProperty("enum", out JsonElement values) ? [.. values.EnumerateArray()] : [];

    public IEnumerable<(string Name, JsonElement Schema)> Properties => _schema.TryGetProperty("properties", out JsonElement properties)
        ? properties.EnumerateObject().Select(p => (p.Name, p.Value))
        : [];

    public JsonElement? Items => _schema.TryGetProperty("items", out JsonElement items) ? items : null;

    /// <summary>The first of several allowed schemas that is not just null.</summary>
    public JsonElement? Alternative => AlternativeKeywords
        .Where(k => _schema.TryGetProperty(k, out _))
        .SelectMany(k => _schema.GetProperty(k).EnumerateArray())
        .Cast<JsonElement?>()
        .FirstOrDefault(s => !(s!.Value.TryGetProperty("type", out JsonElement t) && t.ValueEquals("null")));

    public int Integer(string keyword, int otherwise) =>
        _schema.TryGetProperty(keyword, out JsonElement value) && value.TryGetInt32(out int number) ? number : otherwise;

    public decimal? Bound(string keyword) =>
        _schema.TryGetProperty(keyword, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number) ? number : null;

    private string? Text(string keyword) =>
        _schema.TryGetProperty(keyword, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")]
    private static partial Regex WordParts();
}
