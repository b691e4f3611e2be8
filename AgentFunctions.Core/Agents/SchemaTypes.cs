using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AgentFunctions.Agents;

/// <summary>Finds misspelt types in an output schema, which a schema library takes for "anything goes".</summary>
internal static class SchemaTypes
{
    public const string Allowed = "string, number, integer, boolean, object, array and, in quotes, \"null\"";

    private static readonly string[] Known = ["string", "number", "integer", "boolean", "object", "array", "null"];
    private static readonly string[] HoldSchemasByName = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"];
    private static readonly string[] HoldSchemas =
        ["items", "prefixItems", "additionalItems", "additionalProperties", "contains", "propertyNames", "anyOf", "oneOf", "allOf", "not", "if", "then", "else"];

    /// <summary>Each type that JSON Schema does not have, with its place, such as <c>output.properties.stars.type</c>.</summary>
    public static IEnumerable<(YamlNode Node, string Path)> Unknown(YamlNode schema, string path) => schema switch
    {
        YamlMappingNode map => map.Children.SelectMany(entry => UnknownOf($"{entry.Key}", entry.Value, $"{path}.{entry.Key}")),
        YamlSequenceNode several => several.Children.SelectMany((one, index) => Unknown(one, $"{path}[{index}]")),
        _ => [],
    };

    private static IEnumerable<(YamlNode Node, string Path)> UnknownOf(string keyword, YamlNode value, string path) => (keyword, value) switch
    {
        ("type", YamlSequenceNode several) => several.Children.Where(IsUnknown).Select(one => (one, path)),
        ("type", _) => IsUnknown(value) ? [(value, path)] : [],
        (_, YamlMappingNode map) when HoldSchemasByName.Contains(keyword) => map.Children.SelectMany(entry => Unknown(entry.Value, $"{path}.{entry.Key}")),
        _ => HoldSchemas.Contains(keyword) ? Unknown(value, path) : [],
    };

    // Without quotes null is YAML's nothing, and no name of a type.
    private static bool IsUnknown(YamlNode type) =>
        type is not YamlScalarNode { Value: { } name } scalar || !Known.Contains(name) || (name == "null" && scalar.Style == ScalarStyle.Plain);
}
