using System.Globalization;
using System.Text.Json;

namespace AgentFunctions.Agents.Checks;

/// <summary>Looks up what an answer cites in what the task gave it to cite from.</summary>
internal static class CitesCheck
{
    public static Finding Run(AnswerCheck.Cites check, JsonElement input, JsonElement answer)
    {
        JsonElement?[] cited = [.. check.Field.Values(answer).Where(v => v is not null)];
        JsonElement[] sources = [.. check.From.Values(input).OfType<JsonElement>()];
        string[] texts = [.. sources.Select(s => ValueText.Of(s)).OfType<string>().Select(Normal).Where(t => t.Length > 0)];
        HashSet<string> ids = [.. sources.Select(Id).OfType<string>().Select(Normal).Where(t => t.Length > 0)];
        if (cited.Length == 0)
        {
            // Who was given nothing to cite cannot be blamed for citing nothing.
            return check.Optional || texts.Length + ids.Count > 0
                ? Finding.Missing(check.Field, "citation", check.Optional)
                : Finding.NotJudged($"'{check.From}' holds nothing to cite");
        }

        return cited.All(c => ValueText.Of(c) is { } text && Normal(text) is { Length: > 0 } normal && (ids.Contains(normal) || texts.Any(t => Occurs(normal, t))))
            ? Finding.Passed
            : Finding.Failed($"'{check.Field}' cites what does not occur in '{check.From}'");
    }

    private static string? Id(JsonElement source) =>
        source.ValueKind == JsonValueKind.Object && source.TryGetProperty("id", out JsonElement id) ? ValueText.Of(id) : null;

    // Line breaks and capitals are no difference.
    private static string Normal(string text) => string.Join(' ', text.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static bool Occurs(string cited, string text)
    {
        for (int at = text.IndexOf(cited, StringComparison.Ordinal); at >= 0; at = text.IndexOf(cited, at + 1, StringComparison.Ordinal))
        {
            int end = at + cited.Length;
            if (!(at > 0 && IsWithinWord(text[at - 1], cited[0])) && !(end < text.Length && IsWithinWord(cited[^1], text[end])))
            {
                return true;
            }
        }

        return false;
    }

    // doc-1 does not occur in doc-10.
    private static bool IsWithinWord(char left, char right) => IsOfWord(left) && IsOfWord(right);

    // Scripts that put no space between words have their letters in the category "other".
    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) && char.GetUnicodeCategory(c) != UnicodeCategory.OtherLetter;
}
