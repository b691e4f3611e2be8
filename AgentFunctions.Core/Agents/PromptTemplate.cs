using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AgentFunctions.Agents;

/// <summary>
/// Instructions with <c>{{input.field}}</c> placeholders. The paragraphs before the first placeholder are the same
/// for every task and make the system message, which a provider can keep in its prompt cache; the rest makes the
/// user message, so that a client's text never speaks with the system's voice.
/// </summary>
public sealed partial class PromptTemplate
{
    private readonly string _user;

    private PromptTemplate(string system, string user, IReadOnlyList<Placeholder> placeholders)
    {
        System = system;
        _user = user;
        Placeholders = placeholders;
    }

    /// <summary>The part that is the same for every task.</summary>
    public string System { get; }

    public IReadOnlyList<Placeholder> Placeholders { get; }

    /// <summary>Reads instructions.</summary>
    /// <exception cref="FormatException">A placeholder is not of the form; the message says which, <see cref="Exception.Data"/> holds its 0-based "line".</exception>
    public static PromptTemplate Parse(string instructions)
    {
        List<Placeholder> placeholders = [];
        foreach (Match braces in Braces().Matches(instructions))
        {
            Match path = Path().Match(braces.Value);
            if (!path.Success)
            {
                int line = instructions.AsSpan(0, braces.Index).Count('\n');
                throw new FormatException($"'{braces.Value}' is not a placeholder; allowed are {{{{input}}}}, {{{{input.field}}}} and {{{{input.field?}}}}.") { Data = { ["line"] = line } };
            }

            placeholders.Add(new Placeholder([.. path.Groups["name"].Captures.Select(c => c.Value)], path.Groups["optional"].Success));
        }

        int cut = placeholders.Count == 0 ? instructions.Length : StartOfParagraph(instructions, Braces().Match(instructions).Index);
        return new PromptTemplate(instructions[..cut].Trim(), instructions[cut..].Trim(), placeholders);
    }

    /// <summary>The user message of a task. Without placeholders it is the input as JSON.</summary>
    public string RenderUser(JsonElement input) =>
        _user.Length == 0
            ? input.GetRawText()
            : Braces().Replace(_user, braces => Text(Find(input, Path().Match(braces.Value).Groups["name"].Captures.Select(c => c.Value))));

    /// <summary>The required fields that <paramref name="input"/> lacks, as dotted paths from <c>input</c>.</summary>
    public IEnumerable<string> MissingFields(JsonElement input) =>
        Placeholders.Where(p => !p.Optional && Find(input, p.Path) is null or { ValueKind: JsonValueKind.Null }).Select(p => p.ToString()).Distinct();

    private static int StartOfParagraph(string text, int position)
    {
        Match last = BlankLine().Matches(text[..position]).LastOrDefault() ?? Match.Empty;
        return last.Success ? last.Index + last.Length : 0;
    }

    private static JsonElement? Find(JsonElement value, IEnumerable<string> path)
    {
        foreach (string name in path)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return null;
            }
        }

        return value;
    }

    private static string Text(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null } => string.Empty,
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(i => i.ValueKind == JsonValueKind.String) =>
            list.EnumerateArray().Aggregate(new StringBuilder(), (all, item) => all.Append("- ").AppendLine(item.GetString())).ToString().TrimEnd(),
        { } other => other.GetRawText(),
    };

    [GeneratedRegex(@"\{\{[^{}]*\}\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"^\{\{\s*input(\.(?<name>[A-Za-z_][A-Za-z0-9_-]*))*(?<optional>\?)?\s*\}\}$")]
    private static partial Regex Path();

    [GeneratedRegex(@"\n[ \t]*\n")]
    private static partial Regex BlankLine();
}
