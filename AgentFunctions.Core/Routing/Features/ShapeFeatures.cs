using System.Globalization;

namespace AgentFunctions.Routing.Features;

/// <summary>Features that have a name: how long a prompt is, its numbers, punctuation, code and question shape.</summary>
/// <remarks>Counts are taken as ln(1 + count), since the tenth number of a prompt says less than the second.</remarks>
internal static class ShapeFeatures
{
    private static readonly (string Name, Func<PromptText, double> Value)[] Measures =
    [
        ("characters", t => Count(t.Text.Length)),
        ("words", t => Count(t.Words.Count)),
        ("different words", t => Count(Different(t))),
        ("share of different words", t => Share(Different(t), t.Words.Count)),
        ("mean word length", t => Mean(t.Words, w => w.Length)),
        ("longest word", t => Count(Most(t.Words, w => w.Length))),
        ("share of long words", t => Share(t.Words.Count(w => w.Length >= 8), t.Words.Count)),
        ("share of short words", t => Share(t.Words.Count(w => w.Length <= 3), t.Words.Count)),
        ("sentences", t => Count(t.SentenceWords.Count)),
        ("words a sentence", t => Count(t.SentenceWords.Average())),
        ("spread of sentence length", t => Count(Deviation(t.SentenceWords))),
        ("longest sentence", t => Count(t.SentenceWords.Max())),
        ("shortest sentence", t => Count(t.SentenceWords.Min())),
        ("words of the last sentence", t => Count(t.SentenceWords[^1])),
        ("lines", t => Count(t.Text.AsSpan().Count('\n'))),
        ("numbers", t => Count(t.Numbers.Count)),
        ("different numbers", t => Count(t.Numbers.Distinct().Count())),
        ("repeated numbers", t => Count(t.Numbers.Count - t.Numbers.Distinct().Count())),
        ("numbers a word", t => Share(t.Numbers.Count, t.Words.Count)),
        ("numbers in the last sentence", t => Count(PromptText.NumberCount(t.LastSentence))),
        ("largest number", t => Count(Most(t.Numbers, n => n))),
        ("smallest number", t => Count(t.Numbers.Count == 0 ? 0 : t.Numbers.Min())),
        ("mean size of numbers", t => Mean(t.Numbers, Count)),
        ("spread of numbers", t => t.Numbers.Count == 0 ? 0 : Count(t.Numbers.Max()) - Count(t.Numbers.Min())),
        ("numbers with decimals", t => Count(t.Numbers.Count(n => n != Math.Floor(n)))),
        ("numbers of 100 and more", t => Count(t.Numbers.Count(n => n >= 100))),
        ("numbers below 10", t => Count(t.Numbers.Count(n => n < 10))),
        ("share of digits", t => Share(t.Text.Count(char.IsDigit), t.Text.Length)),
        ("percent signs", t => Count(t.Text.AsSpan().Count('%'))),
        ("currency signs", t => Count(t.Text.Count(c => char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol))),
        ("slashes", t => Count(t.Text.AsSpan().Count('/'))),
        ("commas", t => Count(t.Text.AsSpan().Count(','))),
        ("semicolons and colons", t => Count(t.Text.AsSpan().CountAny(';', ':'))),
        ("question marks", t => Count(t.Text.AsSpan().Count('?'))),
        ("quotation marks", t => Count(t.Text.AsSpan().CountAny("\"“”«»"))),
        ("brackets", t => Count(t.Text.AsSpan().CountAny('(', '[', '{'))),
        ("hyphens", t => Count(t.Text.AsSpan().Count('-'))),
        ("apostrophes", t => Count(t.Text.AsSpan().CountAny('\'', '’'))),
        ("signs of code and formulas", t => Count(t.Text.AsSpan().CountAny("=+*^<>{}\\`_|"))),
        ("share of other signs", t => Share(t.Text.Count(c => !char.IsLetterOrDigit(c) && !char.IsWhiteSpace(c)), t.Text.Length)),
        ("capital letters", t => Count(t.Text.Count(char.IsUpper))),
        ("names", t => Count(t.Names)),
    ];

    /// <summary>Names in the order of the values.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Measures.Select(m => m.Name), .. WordGroups.Names];

    /// <summary>The feature that says most of all prompts: their length.</summary>
    public static int Length { get; } = Array.FindIndex(Measures, m => m.Name == "words");

    public static double[] Of(PromptText text) => [.. Measures.Select(m => m.Value(text)), .. WordGroups.Count(text.Words).Select(c => Count(c))];

    private static double Count(double count) => Math.Log(1 + count);

    private static double Share(int part, int whole) => (double)part / Math.Max(whole, 1);

    private static int Different(PromptText text) => text.Words.Distinct(StringComparer.Ordinal).Count();

    private static double Mean<T>(IReadOnlyList<T> items, Func<T, double> value) => items.Count == 0 ? 0 : items.Average(value);

    private static double Most<T>(IReadOnlyList<T> items, Func<T, double> value) => items.Count == 0 ? 0 : items.Max(value);

    private static double Deviation(IReadOnlyList<int> values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }
}
