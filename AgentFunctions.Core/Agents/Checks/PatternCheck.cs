using System.Text.Json;
using System.Text.RegularExpressions;

namespace AgentFunctions.Agents.Checks;

/// <summary>Holds a field's texts against a regular expression.</summary>
internal static class PatternCheck
{
    // Matching takes time in proportion to the text, but for the few expressions that can only be matched by trying.
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(250);

    /// <summary>Prepares an expression that cannot hold up a worker.</summary>
    /// <exception cref="ArgumentException">Not a regular expression.</exception>
    public static Regex Form(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchTimeout);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, MatchTimeout);
        }
    }

    public static Finding Run(AnswerCheck.Pattern check, JsonElement answer)
    {
        IReadOnlyList<JsonElement?> values = check.Field.Values(answer);
        if (values.All(v => v is null))
        {
            return Finding.Missing(check.Field, "text", check.Optional);
        }

        foreach (JsonElement? value in values.Where(v => v is not null || !check.Optional))
        {
            if (ValueText.Of(value) is not { } text)
            {
                return Finding.Failed($"'{check.Field}' is not text everywhere");
            }

            if (Matches(check.Form, text) is not { } matches)
            {
                return Finding.NotJudged($"the pattern {check.Form} took longer than {MatchTimeout.TotalMilliseconds} ms for '{check.Field}'");
            }

            if (!matches)
            {
                return Finding.Failed($"'{check.Field}' does not match {check.Form}");
            }
        }

        return Finding.Passed;
    }

    private static bool? Matches(Regex form, string text)
    {
        try
        {
            return form.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }
}
