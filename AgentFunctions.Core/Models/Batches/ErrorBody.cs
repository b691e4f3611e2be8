using System.Text.Json;

namespace AgentFunctions.Models.Batches;

/// <summary>Reads <c>{"error": {"type" or "code", "message"}}</c>, which both APIs answer with when something is wrong.</summary>
internal static class ErrorBody
{
    public static string? Describe(BinaryData body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return Describe(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public static string? Describe(JsonElement body) => body.Find("error") is { } error ? DescribeError(error) : null;

    /// <summary>The inner object alone.</summary>
    public static string? DescribeError(JsonElement error) => (error.Text("code") ?? error.Text("type"), error.Text("message")) switch
    {
        (null, null) => null,
        (null, { } message) => message,
        ({ } code, null) => code,
        var (code, message) => $"{code}: {message}",
    };
}
