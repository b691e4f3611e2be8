using AgentFunctions.Agents.Checks;

namespace AgentFunctions.Tests.Agents.Checks;

public sealed class CheckOrderTests
{
    private const int Seed = 20261125;

    // Each passes, fails or cannot say, as the answer and the input come.
    private static readonly string[] Checks =
    [
        "schema: true",
        """regex: {field: name, pattern: "^a"}""",
        """regex: {field: name, pattern: "^(?=a)(a+)+$"}""",
        "cites: {field: names, from: input.notes}",
        "number: {field: total, equals: input.total, tolerance: 1%}",
        "number: {field: total, sumOf: lines.amount, optional: true}",
    ];

    private static readonly string[] Answers =
    [
        """{"name":"a","names":["x"],"total":3,"lines":[{"amount":1},{"amount":2}]}""",
        """{"name":"b","names":[],"total":3,"lines":[]}""",
        """{"name":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab","names":["x"],"total":null,"lines":[]}""",
        """{"name":5,"names":["x"],"total":3,"lines":[{"amount":3}]}""",
        "{}",
    ];

    private static readonly string[] Inputs = ["""{"notes":"x","total":3}""", """{"total":3}""", """{"notes":["x","y"]}""", "{}"];

    [Fact]
    public async Task The_order_of_the_checks_does_not_change_the_verdict()
    {
        Random random = new(Seed);
        HashSet<CheckVerdict> seen = [];
        for (int run = 0; run < 60; run++)
        {
            string[] some = [.. random.GetItems(Checks, random.Next(1, 5)).Distinct()];
            string answer = Answers[random.Next(Answers.Length)];
            string input = Inputs[random.Next(Inputs.Length)];
            CheckVerdict verdict = (await CheckedAgent.RunAsync(CheckedAgent.With(some), answer, input)).Verdict;
            random.Shuffle(some);

            CheckVerdict shuffled = (await CheckedAgent.RunAsync(CheckedAgent.With(some), answer, input)).Verdict;

            Assert.True(verdict == shuffled, $"seed {Seed}, run {run}: {verdict} became {shuffled} for {answer} on {input} with {string.Join(" | ", some)}");
            seen.Add(verdict);
        }

        Assert.Equal([CheckVerdict.Passed, CheckVerdict.Failed, CheckVerdict.NotJudged], seen.Order());
    }

    [Fact]
    public async Task The_first_failure_in_the_order_of_the_file_is_reported()
    {
        CheckReport report = await CheckedAgent.RunAsync(CheckedAgent.With(Checks[0], Checks[1], Checks[4]), """{"name":"b","total":5}""", """{"total":3}""");

        Assert.Equal((CheckVerdict.Failed, "regex name"), (report.Verdict, report.Check));
    }

    [Theory]
    [InlineData("""{"total":3}""", CheckVerdict.Passed)]
    [InlineData("""{"total":"3"}""", CheckVerdict.Failed)]
    public async Task Matching_the_schema_is_enough_where_the_agent_says_so(string answer, CheckVerdict verdict) =>
        Assert.Equal(verdict, (await CheckedAgent.RunAsync("schema: true", answer)).Verdict);

    [Fact]
    public async Task An_agent_without_checks_says_nothing_of_its_answers()
    {
        CheckReport report = await CheckedAgent.RunAsync(CheckedAgent.With("schema: true") with { Checks = [] }, """{"total":3}""");

        Assert.Equal((CheckVerdict.NotJudged, null, null), (report.Verdict, report.Check, report.Reason));
    }
}
