using AgentFunctions.Costs;
using AgentFunctions.Tasks;

namespace AgentFunctions.Tests.Tasks;

public sealed class TaskLifecycleTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly ModelUse Use = SampleTasks.Use(micros: 7, new TokenUsage(10, 0, 5, false));

    [Fact]
    public void Only_the_moves_of_the_design_are_allowed()
    {
        string[] allowed = [.. from status in Enum.GetValues<AgentTaskStatus>()
                               from what in Enum.GetValues<TaskEvent>()
                               where TaskLifecycle.Allows(status, what)
                               select $"{status} {what}"];

        Assert.Equal(
            ["Queued Claim", "Queued Answer", "Queued Fail", "Queued Cancel", "Running Claim", "Running Release", "Running Succeed", "Running Answer", "Running Fail", "Running Cancel", "Failed DeadLetter", "DeadLettered Redrive"],
            allowed);
    }

    [Fact]
    public void A_final_task_cannot_be_claimed_cancelled_or_failed_again()
    {
        AgentTask done = TaskLifecycle.Succeed(Running(), new Payload.Inline("{}"), Use, SampleTasks.Now);

        Assert.Throws<InvalidOperationException>(() => TaskLifecycle.Claim(done, "b", SampleTasks.Now, Lease));
        Assert.Throws<InvalidOperationException>(() => TaskLifecycle.Cancel(done, SampleTasks.Now));
        Assert.Throws<InvalidOperationException>(() => TaskLifecycle.Fail(done, TaskError.LeaseLost, Use, SampleTasks.Now));
    }

    [Fact]
    public void What_failed_attempts_cost_adds_up()
    {
        AgentTask retried = TaskLifecycle.Release(Running(), new TaskError(TaskError.ModelUnavailable, "busy"), Use, SampleTasks.Now, SampleTasks.Now + Lease);
        AgentTask done = TaskLifecycle.Succeed(TaskLifecycle.Claim(retried, "b", SampleTasks.Now, Lease), new Payload.Inline("{}"), Use, SampleTasks.Now);

        Assert.Equal(Usd.FromMicros(14), done.Cost);
        Assert.Equal(new TokenUsage(20, 0, 10, false), done.Usage);
        Assert.Equal([TaskError.ModelUnavailable, null], done.Attempts.Select(a => a.Error?.Code));
    }

    [Fact]
    public void Taking_over_an_expired_lease_closes_the_lost_attempt()
    {
        AgentTask taken = TaskLifecycle.Claim(Running(), "b", SampleTasks.Now + (2 * Lease), Lease);

        Assert.Equal("b", taken.Lease!.Owner);
        Assert.Equal([TaskError.LeaseLost, null], taken.Attempts.Select(a => a.Error));
    }

    private static AgentTask Running() => TaskLifecycle.Claim(SampleTasks.Queued(), "a", SampleTasks.Now, Lease);
}
