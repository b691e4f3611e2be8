using AgentFunctions.Agents.Checks;

namespace AgentFunctions.Tests.Agents.Checks;

public sealed class NumberCheckTests
{
    [Theory]
    [InlineData("0.01", "10.00", "10.01", CheckVerdict.Passed)]
    [InlineData("0.01", "10.00", "10.0100001", CheckVerdict.Failed)]
    [InlineData("0.01", "10.01", "10", CheckVerdict.Passed)]
    [InlineData("1%", "101", "100", CheckVerdict.Passed)]
    [InlineData("1%", "99", "100", CheckVerdict.Passed)]
    [InlineData("1%", "101.01", "100", CheckVerdict.Failed)]
    [InlineData("1%", "-101", "-100", CheckVerdict.Passed)]
    [InlineData("1%", "0.001", "0", CheckVerdict.Failed)]
    [InlineData("0", "0.3", "0.30", CheckVerdict.Passed)]
    [InlineData("0", "null", "1", CheckVerdict.Failed)]
    [InlineData("0", "\"1\"", "1", CheckVerdict.Failed)]
    [InlineData("0", "[1,1]", "1", CheckVerdict.Passed)]
    [InlineData("0", "[1,2]", "1", CheckVerdict.Failed)]
    [InlineData("0", "[]", "1", CheckVerdict.Failed)]
    [InlineData("1", "79228162514264337593543950335", "-79228162514264337593543950335", CheckVerdict.Failed)]
    [InlineData("1%", "1.001e300", "1e300", CheckVerdict.Passed)]
    [InlineData("1%", "1.1e300", "1e300", CheckVerdict.Failed)]
    [InlineData("1%", "1e999", "1e300", CheckVerdict.Failed)]
    [InlineData("1%", "1", "1e999", CheckVerdict.Failed)]
    [InlineData("0", "1e-400", "0", CheckVerdict.Passed)]
    [InlineData("0", "1", "null", CheckVerdict.NotJudged)]
    [InlineData("0", "1", "\"1\"", CheckVerdict.NotJudged)]
    [InlineData("0", "1", "[1,1]", CheckVerdict.NotJudged)]
    public async Task A_number_is_held_against_the_input(string tolerance, string total, string expected, CheckVerdict verdict) => Assert.Equal(
        verdict,
        (await CheckedAgent.RunAsync($"number: {{field: total, equals: input.total, tolerance: {tolerance}}}", $$"""{"total":{{total}}}""", $$"""{"total":{{expected}}}""")).Verdict);

    [Theory]
    [InlineData("30.30", """[{"amount":10.1},{"amount":20.2}]""", CheckVerdict.Passed)]
    [InlineData("30.32", """[{"amount":10.1},{"amount":20.2}]""", CheckVerdict.Failed)]
    [InlineData("0", "[]", CheckVerdict.Passed)]
    [InlineData("1", "[]", CheckVerdict.Failed)]
    [InlineData("10.1", """[{"amount":10.1},{}]""", CheckVerdict.Failed)]
    [InlineData("10.1", """[{"amount":10.1},{"amount":null}]""", CheckVerdict.Failed)]
    [InlineData("0", "null", CheckVerdict.Failed)]
    [InlineData("1e300", """[{"amount":5e299},{"amount":5e299}]""", CheckVerdict.Passed)]
    [InlineData("1", """[{"amount":1e308},{"amount":1e308}]""", CheckVerdict.Failed)]
    [InlineData("79228162514264337593543950336", """[{"amount":79228162514264337593543950335},{"amount":1}]""", CheckVerdict.Passed)]
    public async Task A_number_is_held_against_the_sum_of_another_field(string total, string lines, CheckVerdict verdict) => Assert.Equal(
        verdict,
        (await CheckedAgent.RunAsync("number: {field: total, sumOf: lines.amount, tolerance: 0.01}", $$"""{"total":{{total}},"lines":{{lines}}}""")).Verdict);

    [Theory]
    [InlineData("""{"total":null}""")]
    [InlineData("{}")]
    public async Task A_number_that_is_not_there_passes_only_where_it_is_optional(string answer)
    {
        Assert.Equal(CheckVerdict.Failed, (await CheckedAgent.RunAsync("number: {field: total, equals: input.total}", answer, """{"total":1}""")).Verdict);
        Assert.Equal(CheckVerdict.Passed, (await CheckedAgent.RunAsync("number: {field: total, equals: input.total, optional: true}", answer, """{"total":1}""")).Verdict);
    }

    [Fact]
    public async Task A_failure_names_the_numbers_compared()
    {
        CheckReport report = await CheckedAgent.RunAsync("number: {field: total, sumOf: lines.amount, tolerance: 0.5%}", """{"total":3.2,"lines":[{"amount":1},{"amount":2}]}""");

        Assert.Equal(("number total", "'total' is 3.2; the sum of 'lines.amount' is 3, tolerance 0.5%"), (report.Check, report.Reason));
    }
}
