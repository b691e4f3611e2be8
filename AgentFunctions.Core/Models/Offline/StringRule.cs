using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentFunctions.Models.Offline;

/// <summary>Fills a text field by its format and name.</summary>
internal static partial class StringRule
{
    private const int UsualMost = 1000;

    public static string? Fill(SchemaNode node, TextEvidence evidence)
    {
        string? found = ByFormat(node, evidence) ?? ByName(node, evidence);
        if (string.IsNullOrEmpty(found))
        {
            found = node.IsNullable ? null : evidence.Summary(node.Integer("maxLength", UsualMost));
        }

        return found is null ? null : Fit(node, found);
    }

    private static string? ByFormat(SchemaNode node, TextEvidence evidence) => node.Format switch
    {
        "date" => Date(node, evidence)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? (node.IsNullable ? null : "1970-01-01"),
        "date-time" => Date(node, evidence)?.ToString("yyyy-MM-dd'T'00:00:00'Z'", CultureInfo.InvariantCulture) ?? (node.IsNullable ? null : "1970-01-01T00:00:00Z"),
        "email" => Email().Match(evidence.Input) is { Success: true } email ? email.Value : node.IsNullable ? null : "unknown@example.com",
        _ => null,
    };

    // "dueDate" wants the line that says "due"; a plain "date" may take any line.
    private static DateOnly? Date(SchemaNode node, TextEvidence evidence)
    {
        string[] telling = [.. node.Words.Where(w => w is not ("date" or "day" or "time"))];
        return telling.Length == 0 ? evidence.DateNear(["date"], anywhere: true) : evidence.DateNear(telling, anywhere: false);
    }

    private static string? ByName(SchemaNode node, TextEvidence evidence) => node.Words switch
    {
        _ when node.Format is "date" or "date-time" => null,
        var w when w.Contains("currency") => evidence.Currency(),
        var w when w.Contains("number") || w.Contains("code") || node.Name.EndsWith("Id", StringComparison.Ordinal) => evidence.CodeNear([w[0]]),
        var w when w.Contains("vendor") || w.Contains("supplier") || w.Contains("company") => Vendor(evidence),
        var w when w.Contains("subject") || w.Contains("title") => $"Re: {TextEvidence.Cut(evidence.Sentences.Count > 0 ? evidence.Sentences[0] : evidence.Input, 80)}",
        var w when w.Contains("body") || w.Contains("reply") || w.Contains("message") => Reply(evidence),
        var w when w.Contains("query") || w.Contains("question") => evidence.Input.Trim(),
        var w when w.Contains("answer") && evidence is { ToolResults: not null, Notes.Count: 0 } => "The notes do not answer this question.",
        _ => null,
    };

    private static string? Vendor(TextEvidence evidence) =>
        VendorLine().Match(evidence.Input) is { Success: true } labelled ? labelled.Groups[1].Value.Trim()
        : evidence.Input.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Length is > 2 and < 80 && !l.StartsWith("invoice", StringComparison.OrdinalIgnoreCase));

    private static string Reply(TextEvidence evidence) =>
        $"Hello,\n\nthank you for your message. You wrote: \"{evidence.Summary(400)}\"\n\nWe are looking into it and will come back to you as soon as we know more.\n\nKind regards,\nYour support team";

    private static string Fit(SchemaNode node, string text)
    {
        string cut = TextEvidence.Cut(text, node.Integer("maxLength", UsualMost * 4));
        return cut.PadRight(node.Integer("minLength", 0), '.');
    }

    [GeneratedRegex(@"[\w.+-]{1,64}@[\w-]{1,64}(\.[\w-]{1,64})+")]
    private static partial Regex Email();

    [GeneratedRegex(@"(?im)^\s*(?:from|vendor|supplier|seller|issued by|billed by)\s*:\s*(.{2,80})$")]
    private static partial Regex VendorLine();
}
