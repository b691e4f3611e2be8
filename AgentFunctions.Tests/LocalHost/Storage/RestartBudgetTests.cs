using AgentFunctions.LocalHost.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.LocalHost.Storage;

public sealed class RestartBudgetTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Waits_double_and_end_after_five_attempts()
    {
        var budget = new RestartBudget(TimeSpan.FromSeconds(1), _time);

        var delays = Enumerable.Range(0, 5).Select(_ => budget.Next()!.Value.Delay.TotalSeconds);

        Assert.Equal([1, 2, 4, 8, 16], delays);
        Assert.Null(budget.Next());
    }

    [Fact]
    public void Ten_quiet_minutes_give_the_attempts_back()
    {
        var budget = new RestartBudget(TimeSpan.FromSeconds(1), _time);
        while (budget.Next() is not null)
        {
        }

        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal((1, TimeSpan.FromSeconds(1)), budget.Next());
    }
}
