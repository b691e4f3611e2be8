using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentFunctions.Models.Offline;

/// <summary>What can be read off a text by plain rules: sentences, words, numbers, dates.</summary>
/// <param name="toolResults">What tools answered; null when none was asked.</param>
internal sealed partial class TextEvidence(string input, string? toolResults)
{
    // Enough to tell what a text is about; keeps a megabyte of input cheap.
    private const int MostCharacters = 20_000;

    private static readonly string[] DateForms =
        ["yyyy-MM-dd", "yyyy/MM/dd", "dd.MM.yyyy", "d.M.yyyy", "dd/MM/yyyy", "d MMMM yyyy", "d MMM yyyy", "MMMM d, yyyy", "MMM d, yyyy", "MMMM d yyyy", "d-MMM-yyyy"];

    private string[]? _sentences;

    public string Input { get; } = input.Length <= MostCharacters ? input : input[..MostCharacters];

    public string? ToolResults { get; } = toolResults?.Length > MostCharacters ? toolResults[..MostCharacters] : toolResults;

    /// <summary>The tool results when there are any that fit, else the input.</summary>
    public string Source => ToolResults is { } found && NoteName().IsMatch(found) ? found : Input;

    /// <summary>Sentences and lines of <see cref="Source"/>.</summary>
    public IReadOnlyList<string> Sentences => _sentences ??= [.. SentenceEnd().Split(Source)
        .Select(s => s.Trim().TrimStart('-', '*', '#', '>', ' '))
        .Where(s => s.Length > 2 && !NoteName().IsMatch(s))];

    /// <summary>File names of the notes that tools returned.</summary>
    public IReadOnlyList<string> Notes => ToolResults is { } found ? [.. NoteName().Matches(found).Select(m => m.Groups[1].Value).Distinct()] : [];

    /// <summary>The first sentences, as many as fit.</summary>
    public string Summary(int maxLength)
    {
        string summary = string.Empty;
        foreach (string sentence in Sentences.Take(6))
        {
            string longer = summary.Length == 0 ? sentence : $"{summary} {sentence}";
            if (longer.Length > maxLength)
            {
                break;
            }

            summary = longer;
        }

        return summary.Length > 0 ? summary : Cut(Input.Trim(), maxLength);
    }

    public int Count(string phrase) =>
        phrase.Length == 0 ? 0 : Regex.Count(Input, $@"\b{Regex.Escape(phrase)}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The number that stands closest behind one of the words; without such a word, null.</summary>
    public decimal? NumberNear(IEnumerable<string> words) => LinesWith(words)
        .Select(line => Number().Matches(line).LastOrDefault()?.Value)
        .Where(text => text is not null)
        .Select(text => ReadNumber(text!))
        .LastOrDefault(number => number is not null);

    public decimal? LargestNumber() => Number().Matches(Input).Select(m => ReadNumber(m.Value)).Max();

    /// <summary>The date on a line with one of the words, else the first date of the text.</summary>
    public DateOnly? DateNear(IEnumerable<string> words, bool anywhere) =>
        LinesWith(words).Select(FirstDate).FirstOrDefault(d => d is not null) ?? (anywhere ? FirstDate(Input) : null);

    /// <summary>The token with a digit that follows one of the words.</summary>
    public string? CodeNear(IEnumerable<string> words) => LinesWith(words)
        .Select(line => Code().Matches(line).Select(m => m.Value.Trim('.', ',', ':', '#')).FirstOrDefault(c => c.Any(char.IsAsciiDigit) && FirstDate(c) is null))
        .FirstOrDefault(code => code is not null);

    public string? Currency() => (Iso().Match(Input), Symbol().Match(Input).Value) switch
    {
        ({ Success: true } iso, _) => iso.Value,
        (_, "€") => "EUR",
        (_, "$") => "USD",
        (_, "£") => "GBP",
        (_, "¥") => "JPY",
        _ => null,
    };

    public static string Cut(string text, int maxLength) => text.Length <= maxLength ? text : text[..Math.Max(0, maxLength - 1)].TrimEnd() + (maxLength > 0 ? "…" : string.Empty);

    private static DateOnly? FirstDate(string text)
    {
        foreach (Match match in DateText().Matches(text))
        {
            string plain = OrdinalSuffix().Replace(match.Value, "$1");
            if (DateOnly.TryParseExact(plain, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out DateOnly date))
            {
                return date;
            }
        }

        return null;
    }

    // 1,234.56 and 1.234,56 and 1 234,56: the last mark is decimal when one or two digits follow it.
    private static decimal? ReadNumber(string text)
    {
        int mark = text.LastIndexOfAny(['.', ',']);
        string digits = mark >= 0 && text.Length - mark - 1 is 1 or 2
            ? $"{OnlyDigits(text[..mark])}.{text[(mark + 1)..]}"
            : OnlyDigits(text);
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) ? number : null;
    }

    private static string OnlyDigits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private IEnumerable<string> LinesWith(IEnumerable<string> words)
    {
        string[] wanted = [.. words];
        return Input.Split('\n').Where(line => wanted.Any(w => line.Contains(w, StringComparison.OrdinalIgnoreCase)));
    }

    [GeneratedRegex(@"(?<=[.!?])\s+|\n+")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\[([\w.-]+\.md)\]")]
    private static partial Regex NoteName();

    [GeneratedRegex(@"\d[\d.,' ]{0,14}\d|\d")]
    private static partial Regex Number();

    [GeneratedRegex(@"[\w/#.-]{3,40}")]
    private static partial Regex Code();

    [GeneratedRegex(@"\b(EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CAD|AUD|INR|CZK)\b")]
    private static partial Regex Iso();

    [GeneratedRegex("[€$£¥]")]
    private static partial Regex Symbol();

    [GeneratedRegex(@"\b\d{4}[-/]\d\d[-/]\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b|\b\d{1,2}(st|nd|rd|th)?[ -][A-Z][a-z]{2,8}[ -]\d{4}\b|\b[A-Z][a-z]{2,8} \d{1,2}(st|nd|rd|th)?,? \d{4}\b")]
    private static partial Regex DateText();

    [GeneratedRegex(@"(\d)(st|nd|rd|th)")]
    private static partial Regex OrdinalSuffix();
}
