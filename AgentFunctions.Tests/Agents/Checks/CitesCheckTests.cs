using AgentFunctions.Agents.Checks;

namespace AgentFunctions.Tests.Agents.Checks;

public sealed class CitesCheckTests
{
    [Theory]
    [InlineData("""["a note"]""", """{"notes":"Here is A\n  Note, and more."}""", CheckVerdict.Passed)]
    [InlineData("\"a note\"", """{"notes":"Here is a note."}""", CheckVerdict.Passed)]
    [InlineData("""["a note","no note"]""", """{"notes":"Here is a note."}""", CheckVerdict.Failed)]
    [InlineData("""["one","two"]""", """{"notes":["The one.","The two."]}""", CheckVerdict.Passed)]
    [InlineData("""["one two"]""", """{"notes":["one","two"]}""", CheckVerdict.Failed)]
    [InlineData("""["n1"]""", """{"notes":[{"id":"N1","text":"x"},{"id":"n2"}]}""", CheckVerdict.Passed)]
    [InlineData("""["x"]""", """{"notes":[{"id":"n1","text":"x"}]}""", CheckVerdict.Failed)]
    [InlineData("[7]", """{"notes":[{"id":7}]}""", CheckVerdict.Passed)]
    [InlineData("""["doc-1"]""", """{"notes":["doc-10","xdoc-1"]}""", CheckVerdict.Failed)]
    [InlineData("""["doc-1"]""", """{"notes":["doc-10, doc-1."]}""", CheckVerdict.Passed)]
    [InlineData("""["返金"]""", """{"notes":"返金には五日かかります"}""", CheckVerdict.Passed)]
    [InlineData("""["STRASSE 5"]""", """{"notes":"Die Strasse 5"}""", CheckVerdict.Passed)]
    [InlineData("""["ÜBER 😀"]""", """{"notes":"Alles über 😀."}""", CheckVerdict.Passed)]
    [InlineData("""["a\u00a0note"]""", """{"notes":"a note"}""", CheckVerdict.Passed)]
    [InlineData("[\"\\ud800\"]", """{"notes":"x"}""", CheckVerdict.Failed)]
    [InlineData("[\"x\"]", "{\"notes\":[\"\\ud800\",\"x\"]}", CheckVerdict.Passed)]
    [InlineData("""[""]""", """{"notes":"x"}""", CheckVerdict.Failed)]
    [InlineData("""[" \n"]""", """{"notes":"x y"}""", CheckVerdict.Failed)]
    [InlineData("""[{"a":1}]""", """{"notes":"a 1"}""", CheckVerdict.Failed)]
    [InlineData("[]", """{"notes":"x"}""", CheckVerdict.Failed)]
    [InlineData("null", """{"notes":"x"}""", CheckVerdict.Failed)]
    [InlineData("[]", """{"notes":[]}""", CheckVerdict.NotJudged)]
    [InlineData("[]", "{}", CheckVerdict.NotJudged)]
    [InlineData("""["x"]""", "{}", CheckVerdict.Failed)]
    [InlineData("""["x"]""", """{"notes":null}""", CheckVerdict.Failed)]
    [InlineData("""["x"]""", "\"x\"", CheckVerdict.Failed)]
    public async Task What_is_cited_must_occur_in_the_input(string cited, string input, CheckVerdict verdict) =>
        Assert.Equal(verdict, (await CheckedAgent.RunAsync("cites: {field: notes, from: input.notes}", $$"""{"notes":{{cited}}}""", input)).Verdict);

    [Theory]
    [InlineData("[]", CheckVerdict.Passed)]
    [InlineData("""["x"]""", CheckVerdict.Passed)]
    [InlineData("""["y"]""", CheckVerdict.Failed)]
    public async Task Citing_nothing_is_allowed_where_it_is_optional(string cited, CheckVerdict verdict) =>
        Assert.Equal(verdict, (await CheckedAgent.RunAsync("cites: {field: notes, from: input, optional: true}", $$"""{"notes":{{cited}}}""", "\"x\"")).Verdict);

    [Fact]
    public async Task A_failure_names_the_fields_but_not_what_was_cited()
    {
        CheckReport report = await CheckedAgent.RunAsync("cites: {field: names, from: input.a.b}", """{"names":["a secret"]}""", """{"a":{"b":"another"}}""");

        Assert.Equal(("cites names", "'names' cites what does not occur in 'input.a.b'"), (report.Check, report.Reason));
    }
}
