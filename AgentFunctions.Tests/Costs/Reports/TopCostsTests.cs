using AgentFunctions.Agents;
using AgentFunctions.Costs;
using AgentFunctions.Costs.Reports;
using AgentFunctions.Costs.Reports.Top;
using AgentFunctions.Models;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Tasks;

namespace AgentFunctions.Tests.Costs.Reports;

/// <summary>The whole report on tasks that were made by hand.</summary>
public sealed class TopCostsTests
{
    [Fact]
    public async Task Groups_and_tasks_are_the_fewest_that_make_the_share()
    {
        CostHistory history = new();
        AgentTask dear = history.Add(0, input: 1000, output: 100);
        AgentTask middle = history.Add(1, input: 500, output: 50);
        history.Add(2, input: 100, output: 10);
        history.Add(3, "small", input: 1000, output: 100);

        TopReport report = await history.ReadAsync(share: 0.9m);

        Assert.Equal((4, 5100L), (report.Tasks, report.Cost.Micros));
        Assert.Equal((1, 2, 4800L), (report.TopGroups.Count, report.TopGroups.Of, report.TopGroups.Cost.Micros));
        GroupCost group = Assert.Single(report.TopGroups.Items);
        Assert.Equal(("sort", "large", 3, 3L, new TokenUsage(1600, 0, 160, false)), (group.Agent, group.Model, group.Tasks, group.Calls, group.Usage));
        Assert.Equal((3, 4, 4800L), (report.TopTasks.Count, report.TopTasks.Of, report.TopTasks.Cost.Micros));
        Assert.Equal([(dear.Id, 3000L, 1100L), (middle.Id, 1500, 550)], report.TopTasks.Items.Take(2).Select(t => (t.Id, t.Cost.Micros, t.Tokens)));
        Assert.Equal(4800m / 5100, report.TopTasks.Share);
    }

    [Fact]
    public async Task The_limit_shortens_the_lists_and_not_the_sets()
    {
        CostHistory history = new();
        for (int i = 0; i < 30; i++)
        {
            history.Add(i);
        }

        TopReport report = await history.ReadAsync(share: 1, limit: 7);

        Assert.Equal((30, 7), (report.TopTasks.Count, report.TopTasks.Items.Count));
    }

    [Fact]
    public async Task A_task_that_went_on_to_another_model_counts_in_both_groups_with_what_it_cost_there()
    {
        CostHistory history = new();
        ModelCall small = ModelCall.Of(SampleTasks.Now, "small", new TokenUsage(100, 0, 10, false), CostHistory.Small);
        ModelCall large = ModelCall.Of(SampleTasks.Now, "large", new TokenUsage(100, 0, 10, false), CostHistory.Large);
        history.Add(TaskLifecycle.Succeed(CostHistory.Claimed(0), new Payload.Inline("{}"), new ModelUse([small, large]), SampleTasks.Now));

        TopReport report = await history.ReadAsync(share: 1);

        Assert.Equal([("large", 1, 300L), ("small", 1, 30)], report.TopGroups.Items.Select(g => (g.Model, g.Tasks, g.Cost.Micros)));
        Assert.Equal(("large", 330L), (Assert.Single(report.TopTasks.Items).Model, report.Cost.Micros));
    }

    [Fact]
    public async Task Calls_that_are_no_longer_told_one_by_one_still_count_with_the_whole_cost()
    {
        CostHistory history = new();
        AgentTask task = history.Add(0, input: 1000, output: 100);
        AgentTask shortened = task with { Id = CostHistory.Claimed(1).Id, Attempts = [task.Attempts[0] with { Calls = [] }] };
        history.Add(shortened);

        TopReport report = await history.ReadAsync(share: 1);

        Assert.Equal((6000L, new TokenUsage(2000, 0, 200, false)), (report.Cost.Micros, Assert.Single(report.TopGroups.Items).Usage));
    }

    [Fact]
    public async Task Tasks_that_cost_nothing_and_open_ones_are_tasks_of_the_report_too()
    {
        CostHistory history = new();
        history.Add(CostHistory.Claimed(0));
        AgentTask answered = TaskLifecycle.Answer(CostHistory.Claimed(1), new Payload.Inline("{}"), new AnswerSource(AnswerOrigin.Cache, CostHistory.Claimed(0).Id, Usd.FromMicros(300)), "large", SampleTasks.Now);
        history.Add(answered);

        TopReport free = await history.ReadAsync();
        history.Add(2);
        TopReport paid = await history.ReadAsync();

        Assert.Equal((2, 0, 0, 0), (free.Tasks, free.Curve.Points.Count, free.TopGroups.Count, free.TopTasks.Count));
        Assert.Empty(free.Suggestions);
        Assert.Equal((3, 1, 1), (paid.Tasks, paid.TopTasks.Count, Assert.Single(paid.TopGroups.Items).Tasks));
    }

    [Fact]
    public async Task Without_tasks_everything_is_empty()
    {
        TopReport report = await new CostHistory().ReadAsync();

        Assert.Equal((0, 0L, null), (report.Tasks, report.Cost.Micros, report.Curve.Gini));
        Assert.Empty(report.Outliers);
    }

    [Theory]
    [InlineData(TopCosts.MostTasks, true)]
    [InlineData(TopCosts.MostTasks + 5, false)]
    public async Task More_tasks_than_can_be_compared_are_told_as_soon_as_they_are_met(int tasks, bool measured)
    {
        ManyTasks scan = new(tasks);
        using TopCosts top = new(scan, new AgentCatalogue([]), CostHistory.Catalogue([]), new TokenCounter());

        TopOutcome outcome = await top.ReadAsync(
            TenantId.Default, new CostRange(SampleTasks.Now, SampleTasks.Now.AddHours(1)), share: 0.25m, limit: 3, TestContext.Current.CancellationToken);

        Assert.Equal(Math.Min(tasks, TopCosts.MostTasks + 1), scan.Read);
        if (measured)
        {
            TopReport report = Assert.IsType<TopOutcome.Measured>(outcome).Report;
            Assert.Equal((3_000_000L, 250_000, 0.0), (report.Cost.Micros, report.TopTasks.Count, Math.Round(report.Curve.Gini!.Value, 9)));
        }
        else
        {
            Assert.Equal(new TopOutcome.TooManyTasks(TopCosts.MostTasks), outcome);
        }
    }

    [Fact]
    public void A_task_takes_64_bytes() => Assert.Equal(64, System.Runtime.CompilerServices.Unsafe.SizeOf<TaskPoint>());

    [Fact]
    public void An_id_survives_as_a_number_with_its_time_and_its_order()
    {
        TaskIdSource ids = new(TimeProvider.System);
        TaskId[] some = [.. Enumerable.Range(0, 1000).Select(_ => ids.Next())];

        Assert.All(some, id => Assert.Equal(id, TaskId.OfNumber(id.Number)));
        Assert.All(some, id => Assert.Equal(id.CreatedAt.ToUnixTimeMilliseconds(), new TaskPoint(id.Number, 0, 0, 0, 0, 0, 0).CreatedAt));
        Assert.Equal(some.OrderBy(i => i.ToString(), StringComparer.Ordinal), some.OrderBy(i => i.Number));
        Assert.Equal(UInt128.MaxValue, TaskId.Parse("7" + new string('z', 25)).Number);
    }

    [Fact]
    public async Task The_sums_are_those_of_the_tasks_however_they_went()
    {
        int seed = Random.Shared.Next();
        Random random = new(seed);
        CostHistory history = new();
        for (int i = 0; i < 500; i++)
        {
            history.Add(i, random.Next(2) == 0 ? "small" : "large", random.Next(1, 5000), random.Next(1, 500), error: random.Next(4) == 0 ? new TaskError(TaskError.InvalidOutput, "no") : null);
        }

        TopReport report = await history.ReadAsync(share: 1, limit: 1000);
        Usd sum = history.Tasks.Aggregate(default(Usd), (s, t) => s + t.Cost);

        Assert.True(sum == report.Cost && sum.Micros == report.TopGroups.Items.Sum(g => g.Cost.Micros) && sum.Micros == report.TopTasks.Items.Sum(t => t.Cost.Micros), $"seed {seed}");
        Assert.Equal(500, report.TopGroups.Items.Sum(g => g.Tasks));
    }
}
