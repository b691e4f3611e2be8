using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NJsonSchema;
using NJsonSchema.Validation;

namespace AgentFunctions.Agents;

/// <summary>Takes the JSON out of a model's answer and holds it against the agent's output schema.</summary>
internal static class OutputCheck
{
    private const int MostErrors = 5;

    /// <summary>The answer as compact JSON, or what is wrong with it in words that the model can act on.</summary>
    public static (string? Json, string? Problem) Run(string answer, JsonSchema schema)
    {
        string text = WithoutFence(answer.Trim());
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            string json = Compact(document.RootElement);
            ValidationError[] errors = [.. schema.Validate(json)];
            return errors.Length == 0 ? (json, null) : (null, string.Join("; ", errors.Take(MostErrors).Select(Describe)));
        }
        catch (JsonException e)
        {
            return (null, $"the answer is not valid JSON (line {e.LineNumber + 1}, column {e.BytePositionInLine + 1})");
        }
    }

    // The model's own spelling of characters is kept readable; the text goes into no web page as it is.
    private static string Compact(JsonElement answer)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            answer.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static string Describe(ValidationError error) =>
        $"{(string.IsNullOrEmpty(error.Path) ? "#" : error.Path)}: {error.Kind}";

    // Many models wrap JSON in a Markdown code fence although they were told not to.
    public static string WithoutFence(string text)
    {
        int firstLine = text.IndexOf('\n', StringComparison.Ordinal);
        return text.StartsWith("```", StringComparison.Ordinal) && text.EndsWith("```", StringComparison.Ordinal) && firstLine > 0
            ? text[(firstLine + 1)..^3].Trim()
            : text;
    }
}
