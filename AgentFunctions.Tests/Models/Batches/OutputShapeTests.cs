using System.Text.Json;
using System.Text.Json.Nodes;
using AgentFunctions.Models.Batches.Messages;

namespace AgentFunctions.Tests.Models.Batches;

public sealed class OutputShapeTests
{
    [Theory]
    [InlineData("""{"type": "integer", "minimum": 1, "description": "How many."}""", """{"type": "integer", "description": "How many.\n\n{minimum: 1}"}""")]
    [InlineData("""{"type": "object", "properties": {"a": {"oneOf": [{"type": "string"}, {"type": "null"}]}}}""", """{"type": "object", "properties": {"a": {"anyOf": [{"type": "string"}, {"type": "null"}]}}, "additionalProperties": false}""")]
    [InlineData("""{"type": ["object", "null"], "additionalProperties": true, "properties": {"minimum": {"type": "number"}}}""", """{"type": ["object", "null"], "properties": {"minimum": {"type": "number"}}, "additionalProperties": false}""")]
    [InlineData("""{"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "string", "format": "date"}}""", """{"type": "array", "minItems": 1, "items": {"type": "string", "format": "date"}, "description": "{maxItems: 3}"}""")]
    [InlineData("""{"type": "array", "minItems": 2}""", """{"type": "array", "description": "{minItems: 2}"}""")]
    [InlineData("""{"type": "string", "format": "iban", "$comment": "x"}""", """{"type": "string", "description": "{format: \"iban\"}"}""")]
    [InlineData("""{"$ref": "#/$defs/x", "$defs": {"x": {"enum": ["a", 1, null], "pattern": "^a"}}}""", """{"$ref": "#/$defs/x", "$defs": {"x": {"enum": ["a", 1, null], "description": "{pattern: \"^a\"}"}}}""")]
    public void A_schema_is_brought_into_what_the_provider_takes(string schema, string expected)
    {
        JsonNode reduced = OutputShape.Of(JsonElement.Parse(schema));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), reduced), reduced.ToJsonString());
    }

    [Theory]
    [InlineData("""{"type": "object", "additionalProperties": {"type": "string"}}""", "additionalProperties")]
    [InlineData("""{"type": "array", "items": {"type": "object", "patternProperties": {"^x": {}}}}""", "patternProperties")]
    public void Objects_whose_field_names_are_not_known_are_refused(string schema, string keyword) =>
        Assert.Contains($"'{keyword}'", Assert.Throws<ArgumentException>(() => OutputShape.Of(JsonElement.Parse(schema))).Message, StringComparison.Ordinal);
}
