using AgentFunctions.Agents;
using AgentFunctions.Agents.Checks;

namespace AgentFunctions.Tests.Agents.Checks;

public sealed class CheckSettingsTests
{
    [Fact]
    public void Every_kind_is_read()
    {
        IReadOnlyList<AnswerCheck> checks = CheckedAgent.With(
            "schema: true",
            """regex: {field: name, pattern: "^\\d$"}""",
            "cites: {field: names, from: input.notes, optional: true}",
            "number: {field: total, equals: input.total, tolerance: 2.5%}",
            "number: {field: total, sumOf: lines.amount}",
            "judge: {agent: sage, passAt: 0.9, model: large}",
            "judge: {agent: sage}").Checks;

        Assert.Equal(["schema", "regex name", "cites names", "number total", "number total", "judge sage", "judge sage"], checks.Select(c => c.Name));
        Assert.Equal(@"^\d$", Assert.IsType<AnswerCheck.Pattern>(checks[1]).Form.ToString());
        Assert.True(checks[2] is AnswerCheck.Cites { Optional: true, From.Text: "input.notes" });
        Assert.True(checks[3] is AnswerCheck.Number { Tolerance: { Amount: 0.025m, IsRelative: true }, Expected: ExpectedNumber.InInput { Path.Text: "input.total" }, Optional: false });
        Assert.True(checks[4] is AnswerCheck.Number { Tolerance: { Amount: 0, IsRelative: false }, Expected: ExpectedNumber.SumOf { Path.Text: "lines.amount" } });
        Assert.Equal(new AnswerCheck.Judge("sage", 0.9, "large"), checks[5]);
        Assert.Equal(new AnswerCheck.Judge("sage", 0.7, null), checks[6]);
    }

    [Theory]
    [InlineData("schema: false", "'schema' must be true")]
    [InlineData("schema: maybe", "'checks[1].schema' is 'maybe'; allowed are true and false")]
    [InlineData("llm: true", "unknown key 'checks[1].llm'; allowed are schema, regex, cites, number, judge")]
    [InlineData("schema", "'checks[1]' must be a mapping")]
    [InlineData("{}", "a check has exactly one of schema, regex, cites, number, judge")]
    [InlineData("{schema: true, judge: {agent: a}}", "a check has exactly one of")]
    [InlineData("regex: name", "'checks[1].regex' must be a mapping with field, pattern, optional")]
    [InlineData("regex: {field: name}", "'checks[1].regex.pattern' is missing")]
    [InlineData("regex: {pattern: x}", "'checks[1].regex.field' is missing")]
    [InlineData("regex: {field: name, pattern: '('}", "'pattern' is not a regular expression")]
    [InlineData("regex: {field: nam, pattern: x}", "'field' is 'nam', which is no field of the output schema")]
    [InlineData("regex: {field: name.first, pattern: x}", "'field' is 'name.first', which is no field of the output schema")]
    [InlineData("regex: {field: lines.tag, pattern: x}", "'field' is 'lines.tag', which is no field of the output schema")]
    [InlineData("regex: {field: lines, pattern: x}", "which the output schema does not let be string or number or integer")]
    [InlineData("regex: {field: lines..tags, pattern: x}", "allowed are names joined by dots")]
    [InlineData("regex: {field: name, pattern: x, optional: 1}", "allowed are true and false")]
    [InlineData("cites: {field: names, from: notes}", "'from' is 'notes'; allowed is a value of the input")]
    [InlineData("cites: {field: names}", "'checks[1].cites.from' is missing")]
    [InlineData("number: {field: name, equals: input.total}", "'field' is 'name', which the output schema does not let be number")]
    [InlineData("number: {field: total, sumOf: names}", "'sumOf' is 'names', which the output schema does not let be number")]
    [InlineData("number: {field: total}", "either 'equals' or 'sumOf'")]
    [InlineData("number: {field: total, equals: input.a, sumOf: lines.amount}", "either 'equals' or 'sumOf'")]
    [InlineData("number: {field: total, equals: input.a, tolerance: -0.1}", "'tolerance' is '-0.1'; allowed is a number of 0 or more")]
    [InlineData("number: {field: total, equals: input.a, tolerance: '-1%'}", "'tolerance' is '-1%'")]
    [InlineData("number: {field: total, equals: input.a, tolerance: a bit}", "'tolerance' is 'a bit'")]
    [InlineData("number: {field: total, equals: input.a, tolerance: 1e99}", "'tolerance' is '1e99'")]
    [InlineData("judge: {agent: a, passAt: 1.1}", "'checks[1].judge.passAt' is '1.1'; allowed is a number from 0 to 1")]
    [InlineData("judge: {passAt: 1}", "'checks[1].judge.agent' is missing")]
    public void A_bad_check_is_refused_with_file_line_and_reason(string check, string reason)
    {
        AgentFileException refused = Assert.Throws<AgentFileException>(() => CheckedAgent.With("schema: true", check));

        Assert.StartsWith("sort.agent.md:8: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{type: object}", "anything.at.all")]
    [InlineData("{type: object, properties: {a: {$ref: '#/definitions/b'}}, definitions: {b: {type: object, properties: {c: {type: string}}}}}", "a.c")]
    [InlineData("{type: object, properties: {a: {anyOf: [{type: 'null'}, {type: object, properties: {c: {type: string}}}]}}}", "a.c")]
    [InlineData("{type: object, properties: {a: {type: array, items: {type: array, items: {type: string}}}}}", "a")]
    [InlineData("{type: object, properties: {a: {type: object, additionalProperties: {type: string}}}}", "a.c")]
    [InlineData("{type: object, properties: {a: {$ref: '#/definitions/b'}}, definitions: {b: {type: object, properties: {a: {$ref: '#/definitions/b'}, c: {type: string}}}}}", "a.a.a.c")]
    public void A_field_is_found_wherever_the_schema_lets_it_be(string schema, string field) => Assert.Single(AgentFile.Parse(
        "x.agent.md", $"---\nname: x\ndescription: d\nversion: 1\noutput: {schema}\nchecks:\n  - regex: {{field: {field}, pattern: x}}\n---\nDo.").Checks);

    [Fact]
    public void Other_checks_make_another_fingerprint()
    {
        string[] prints = [.. new[] { "schema: true", "regex: {field: name, pattern: x}", "regex: {field: name, pattern: y}" }.Select(c => CheckedAgent.With(c).Fingerprint)];

        Assert.Equal(3, prints.Distinct().Count());
        Assert.Equal(prints[1], CheckedAgent.With("regex: {field: name, pattern: x}").Fingerprint);
    }
}
