using AgentFunctions.Batching.Collecting;
using AgentFunctions.Costs;
using AgentFunctions.Tasks;

namespace AgentFunctions.Tests.Batching.Collecting;

public sealed class BatchWorthTests
{
    private static readonly TokenPrice Price = new(1, 1, 4);

    [Theory]
    [InlineData(800, 20, true)]
    [InlineData(200, 20, true)]
    [InlineData(50, 20, false)]
    [InlineData(800, 1, false)]
    public void Long_instructions_in_full_packs_pay_and_short_ones_do_not(long instructions, int items, bool pays) =>
        Assert.Equal(pays, BatchWorth.SavingShare(Price, instructions, own: 60, output: 20, items) >= BatchWorth.LeastSaving(Lane.Standard));

    [Fact]
    public void A_model_that_costs_nothing_is_never_worth_a_wait() => Assert.Equal(0, BatchWorth.SavingShare(new TokenPrice(0, 0, 0), 800, 60, 20, 20));

    [Fact]
    public void Nothing_is_worth_a_wait_to_an_interactive_task() => Assert.True(BatchWorth.LeastSaving(Lane.Interactive) > 1);
}
