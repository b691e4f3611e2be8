using AgentFunctions.Agents.Checks;

namespace AgentFunctions.Tests.Agents.Checks;

public sealed class PatternCheckTests
{
    private const string Code = """regex: {field: name, pattern: "^[A-Z]{2}-\\d+$"}""";

    [Theory]
    [InlineData(Code, """{"name":"AB-12"}""", true)]
    [InlineData(Code, """{"name":"ab-12"}""", false)]
    [InlineData(Code, """{"name":null}""", false)]
    [InlineData(Code, """{}""", false)]
    [InlineData(Code, """{"name":["AB-1","AB-2"]}""", true)]
    [InlineData(Code, """{"name":{"x":1}}""", false)]
    [InlineData(Code, "{\"name\":\"\\ud800\"}", false)]
    [InlineData("regex: {field: name, pattern: \"^Grüße 😀$\"}", """{"name":"Grüße 😀"}""", true)]
    [InlineData("regex: {field: name, pattern: \"^x$\", optional: true}", """{"name":null}""", true)]
    [InlineData("regex: {field: name, pattern: \"^x$\", optional: true}", """{"name":"y"}""", false)]
    [InlineData("regex: {field: names, pattern: \"^x\"}", """{"names":["x1","x2"]}""", true)]
    [InlineData("regex: {field: names, pattern: \"^x\"}", """{"names":["x1","y2"]}""", false)]
    [InlineData("regex: {field: names, pattern: \"^x\"}", """{"names":[]}""", false)]
    [InlineData("regex: {field: names, pattern: \"^x\", optional: true}", """{"names":[]}""", true)]
    [InlineData("regex: {field: lines.tags, pattern: \"^x\"}", """{"lines":[{"tags":["x1"]},{"tags":["x2","x3"]}]}""", true)]
    [InlineData("regex: {field: lines.tags, pattern: \"^x\"}", """{"lines":[{"tags":["x1"]},{}]}""", false)]
    [InlineData("regex: {field: total, pattern: \"^[0-9]+$\"}", """{"total":12}""", true)]
    public async Task A_text_matches_or_does_not(string check, string answer, bool passes) =>
        Assert.Equal(passes ? CheckVerdict.Passed : CheckVerdict.Failed, (await CheckedAgent.RunAsync(check, answer)).Verdict);

    [Fact]
    public async Task A_failure_names_field_and_pattern_but_not_the_answer()
    {
        CheckReport report = await CheckedAgent.RunAsync(Code, """{"name":"a secret"}""");

        Assert.Equal(("regex name", @"'name' does not match ^[A-Z]{2}-\d+$"), (report.Check, report.Reason));
    }

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|a)*$")]
    public async Task A_pattern_that_would_take_for_ever_by_trying_is_matched_without(string pattern) =>
        Assert.Equal(CheckVerdict.Failed, (await CheckedAgent.RunAsync($"regex: {{field: name, pattern: \"{pattern}\"}}", $$"""{"name":"{{new string('a', 50_000)}}b"}""")).Verdict);

    [Fact]
    public async Task A_pattern_that_can_only_be_tried_is_cut_off_and_blames_nobody()
    {
        CheckReport report = await CheckedAgent.RunAsync("""regex: {field: name, pattern: "^(?=a)(a+)+$"}""", $$"""{"name":"{{new string('a', 50)}}b"}""");

        Assert.Equal(CheckVerdict.NotJudged, report.Verdict);
        Assert.Contains("took longer", report.Reason, StringComparison.Ordinal);
    }
}
