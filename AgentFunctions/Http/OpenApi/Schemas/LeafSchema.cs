using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;

namespace AgentFunctions.Http.OpenApi.Schemas;

/// <summary>Shapes of texts, numbers and flags.</summary>
internal static class LeafSchema
{
    // What the serializer's own schema does not tell; names of the OpenAPI format registry (https://spec.openapis.org/registry/format).
    private static readonly Dictionary<Type, string> Formats = new()
    {
        [typeof(int)] = "int32",
        [typeof(long)] = "int64",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    public static OpenApiSchema Of(JsonTypeInfo type)
    {
        if (type.GetJsonSchemaAsNode() is not JsonObject written)
        {
            return new OpenApiSchema();
        }

        string? kind = written["type"] switch
        {
            JsonArray several => several.Select(one => (string?)one).FirstOrDefault(one => one != "null"),
            JsonNode one => (string?)one,
            null => written.ContainsKey("enum") ? "string" : null,
        };
        return new OpenApiSchema
        {
            Type = kind is null ? null : Enum.Parse<JsonSchemaType>(kind, ignoreCase: true),
            Format = (string?)written["format"] ?? Formats.GetValueOrDefault(type.Type),
            Enum = written["enum"] is JsonArray names ? [.. names.Select(name => name!.DeepClone())] : null,
        };
    }
}
