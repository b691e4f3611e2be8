using AgentFunctions.Bench.Batching;
using AgentFunctions.Costs;
using AgentFunctions.Models;

namespace AgentFunctions.Tests.Batching;

public sealed class BatchingBenchTests
{
    private static readonly BatchingPlan Plan = new(
        120, 60, [50, 400], [1, 5, 20], Rate: 50, TimeSpan.FromSeconds(2), new TokenPrice(2.5m, 2.5m, 10m),
        new ModelHabits(TimeSpan.FromMilliseconds(400), 80, Wrong: 0, Growth: 0, Broken: 0), new Delivery(20, 500, TimeSpan.FromSeconds(1)), Seed: 1);

    [Fact]
    public async Task What_packs_are_said_to_have_saved_is_what_the_same_tasks_cost_less_than_alone()
    {
        BatchingSeries series = await BatchingSeries.MeasureAsync(Plan, new TokenCounter(), TestContext.Current.CancellationToken);

        Assert.All(series.Groups, group => Assert.NotEmpty(group.Held));
        foreach (BatchingGroup group in series.Groups)
        {
            foreach (BatchingFigures packed in group.Held)
            {
                Assert.Empty(packed.Faults());
                decimal saved = group.Alone.Ledger.Cost.Amount - packed.Ledger.Cost.Amount;
                Assert.True(
                    Math.Abs(saved - packed.Ledger.SavedByBatching.Amount) < 0.01m * group.Alone.Ledger.Cost.Amount,
                    $"instructions {packed.Case.Instructions}, size {packed.Case.Size}: saved {saved}, the ledger says {packed.Ledger.SavedByBatching}");
            }
        }
    }

    [Fact]
    public async Task Answers_that_are_wrong_left_out_or_broken_cost_a_retry_and_never_an_answer_that_is_not_the_tasks_own()
    {
        BatchingPlan bad = Plan with { Instructions = [400], Habits = Plan.Habits with { Growth = 0.03, Broken = 0.3 } };

        BatchingSeries series = await BatchingSeries.MeasureAsync(bad, new TokenCounter(), TestContext.Current.CancellationToken);

        Assert.All(series.Groups.SelectMany(g => g.Packed), run => Assert.Empty(run.Faults()));
        Assert.Contains(series.Groups.SelectMany(g => g.Held), run => run.AskedAgain > 20);
    }
}
