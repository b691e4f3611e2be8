using System.Text.Json;
using System.Text.RegularExpressions;

namespace AgentFunctions.Tests.Workers.Packs.Wire;

/// <summary>Reads the prompts of <see cref="PackAgent"/> as a careful model does.</summary>
internal static partial class PackPrompts
{
    /// <summary>Text of the last message of a chat completion request.</summary>
    public static string LastMessage(JsonElement request) =>
        request.GetProperty("messages").EnumerateArray().Last().GetProperty("content") is { ValueKind: JsonValueKind.Array } parts
            ? string.Concat(parts.EnumerateArray().Select(p => p.GetProperty("text").GetString()))
            : request.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;

    /// <summary>Ids and texts of a pack's items; none when the prompt is for one task alone.</summary>
    public static IReadOnlyList<(string Id, string Word)> Items(string prompt)
    {
        // What a text says of items has not the mark of this prompt.
        string mark = Opening().Match(prompt).Groups["mark"].Value;
        return mark.Length == 0
            ? []
            : [.. Regex.Matches(prompt, $"<item-{mark} id=\"(?<id>[^\"]+)\">\\nword: (?<word>.*?)\\n</item-{mark}>\\n", RegexOptions.Singleline)
                .Select(m => (m.Groups["id"].Value, m.Groups["word"].Value))];
    }

    /// <summary>The text of a task alone.</summary>
    public static string Word(string prompt) => prompt[(prompt.IndexOf("word: ", StringComparison.Ordinal) + "word: ".Length)..].TrimEnd('\n');

    [GeneratedRegex("^<item-(?<mark>[0-9a-f]{8}) id=\"[^\"]+\">\\n")]
    private static partial Regex Opening();
}
