using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentFunctions.Routing.Features;

/// <summary>A prompt taken apart into sentences, words and numbers.</summary>
/// <param name="Words">In lower case.</param>
/// <param name="Tokens">Words in lower case, numbers by their size (<c>#1</c> to <c>#4</c> digits, <c>#.</c> with decimals), and the signs <c>% $ ? /</c>.</param>
/// <param name="SentenceWords">Words of each sentence; at least one sentence.</param>
/// <param name="LastSentence">Where the question mostly stands.</param>
internal sealed partial record PromptText(
    string Text, IReadOnlyList<string> Words, IReadOnlyList<double> Numbers, IReadOnlyList<string> Tokens, IReadOnlyList<int> SentenceWords, string LastSentence)
{
    private const int MostDigits = 4;

    // A line of a thousand digits is no quantity.
    private const double LargestNumber = 1e15;

    public static PromptText Of(string text)
    {
        List<string> words = [];
        List<double> numbers = [];
        List<string> tokens = [];
        foreach (ValueMatch match in TokenPattern().EnumerateMatches(text))
        {
            ReadOnlySpan<char> token = text.AsSpan(match.Index, match.Length);
            if (char.IsAsciiDigit(token[0]))
            {
                string digits = token.ToString().Replace(",", string.Empty, StringComparison.Ordinal);
                numbers.Add(Math.Min(LargestNumber, double.Parse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)));
                tokens.Add(digits.Contains('.', StringComparison.Ordinal) ? "#." : $"#{Math.Min(digits.Length, MostDigits)}");
                continue;
            }

            tokens.Add(token.ToString().ToLowerInvariant());
            if (char.IsLetter(token[0]))
            {
                words.Add(tokens[^1]);
            }
        }

        string[] sentences = [.. SentencePattern().Split(text.Trim()).Where(s => s.Length > 0)];
        return new PromptText(
            text, words, numbers, tokens, sentences.Length == 0 ? [0] : [.. sentences.Select(WordCount)], sentences.LastOrDefault() ?? string.Empty);
    }

    public static int NumberCount(string text) => NumberPattern().Count(text);

    /// <summary>Words with a capital letter that begin no sentence: names, mostly.</summary>
    public int Names => NamePattern().Count(Text);

    private static int WordCount(string sentence) => sentence.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    [GeneratedRegex(@"[0-9][0-9,]*(?:\.[0-9]+)?|\p{L}+(?:['’]\p{L}+)?|[%$?/]", RegexOptions.CultureInvariant)]
    private static partial Regex TokenPattern();

    [GeneratedRegex(@"[0-9][0-9,]*(?:\.[0-9]+)?", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"(?<=[.!?])\s+|\n+", RegexOptions.CultureInvariant)]
    private static partial Regex SentencePattern();

    [GeneratedRegex(@"(?<=[\p{Ll},] )\p{Lu}\p{Ll}+", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
