using System.Text.Json;
using System.Text.RegularExpressions;

namespace AgentFunctions.Agents.Checks;

/// <summary>Reads the <c>checks</c> of an agent file.</summary>
internal static class CheckSettings
{
    private const int LongestPattern = 1000;

    private static readonly string[] Kinds = ["schema", "regex", "cites", "number", "judge"];

    /// <param name="schema">The agent's output schema.</param>
    /// <exception cref="AgentFileException">A check is not as described, or looks at a field that the schema does not have.</exception>
    public static IReadOnlyList<AnswerCheck> Read(FrontMatter front, JsonElement schema) => [.. front.Mappings("checks", Kinds).Select(c => Check(c, schema))];

    private static AnswerCheck Check(FrontMatter check, JsonElement schema)
    {
        string[] kinds = [.. Kinds.Where(k => check.Find(k) is not null)];
        return kinds switch
        {
            ["schema"] => check.Flag("schema") == true ? new AnswerCheck.Schema() : throw check.Error("schema", "'schema' must be true; leave it out where matching the schema is not enough"),
            ["regex"] => Pattern(check.Mapping("regex", "field", "pattern", "optional")!, schema),
            ["cites"] => Cites(check.Mapping("cites", "field", "from", "optional")!, schema),
            ["number"] => Number(check.Mapping("number", "field", "equals", "sumOf", "tolerance", "optional")!, schema),
            ["judge"] => Judge(check.Mapping("judge", "agent", "passAt", "model")!),
            _ => throw check.Error((YamlDotNet.RepresentationModel.YamlNode?)null, $"a check has exactly one of {string.Join(", ", Kinds)}"),
        };
    }

    private static AnswerCheck.Pattern Pattern(FrontMatter regex, JsonElement schema)
    {
        string pattern = regex.RequiredText("pattern");
        return pattern.Length <= LongestPattern
            ? new AnswerCheck.Pattern(Field(regex, "field", schema, "string", "number", "integer"), Form(regex, pattern), regex.Flag("optional") ?? false)
            : throw regex.Error("pattern", $"'pattern' has {pattern.Length} characters; allowed are {LongestPattern}");
    }

    private static Regex Form(FrontMatter regex, string pattern)
    {
        try
        {
            return PatternCheck.Form(pattern);
        }
        catch (ArgumentException e)
        {
            throw regex.Error("pattern", $"'pattern' is not a regular expression: {e.Message}");
        }
    }

    private static AnswerCheck.Cites Cites(FrontMatter cites, JsonElement schema) =>
        new(Field(cites, "field", schema, "string", "number", "integer"), InputValue(cites, "from"), cites.Flag("optional") ?? false);

    private static AnswerCheck.Number Number(FrontMatter number, JsonElement schema)
    {
        ExpectedNumber expected = (number.Find("equals"), number.Find("sumOf")) switch
        {
            (not null, null) => new ExpectedNumber.InInput(InputValue(number, "equals")),
            (null, not null) => new ExpectedNumber.SumOf(Field(number, "sumOf", schema, "number", "integer")),
            _ => throw number.Error((YamlDotNet.RepresentationModel.YamlNode?)null, "a number check has either 'equals' or 'sumOf'"),
        };
        string tolerance = number.Text("tolerance") ?? "0";
        return new AnswerCheck.Number(
            Field(number, "field", schema, "number", "integer"),
            expected,
            Tolerance.Parse(tolerance) ?? throw number.Error("tolerance", $"'tolerance' is '{tolerance}'; allowed is {Tolerance.Allowed}"),
            number.Flag("optional") ?? false);
    }

    private static AnswerCheck.Judge Judge(FrontMatter judge) =>
        new(judge.RequiredText("agent"), judge.Fraction("passAt") ?? AnswerCheck.Judge.DefaultPassAt, judge.Text("model"));

    private static FieldPath Field(FrontMatter check, string key, JsonElement schema, params string[] types)
    {
        FieldPath path = Path(check, key, FieldPath.OfAnswer);
        return path.SchemasIn(schema) switch
        {
            null => throw check.Error(key, $"'{key}' is '{path}', which is no field of the output schema"),
            { Count: > 0 } places when !places.Any(p => SchemaPlaces.Allows(p, types)) => throw check.Error(key, $"'{key}' is '{path}', which the output schema does not let be {string.Join(" or ", types)}"),
            _ => path,
        };
    }

    private static FieldPath InputValue(FrontMatter check, string key) => Path(check, key, FieldPath.OfInput);

    private static FieldPath Path(FrontMatter check, string key, Func<string, FieldPath> read)
    {
        string text = check.RequiredText(key);
        try
        {
            return read(text);
        }
        catch (FormatException e)
        {
            throw check.Error(key, $"'{key}' is '{text}'; {e.Message}");
        }
    }
}
