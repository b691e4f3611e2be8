using System.Text.Json;

namespace AgentFunctions.Agents.Checks;

/// <summary>A JSON value read as text.</summary>
internal static class ValueText
{
    /// <summary>The text of a text or, digit by digit, of a number; null for anything else.</summary>
    public static string? Of(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => Read(text),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    // A model may write half of a surrogate pair, which is JSON but no text.
    private static string? Read(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
