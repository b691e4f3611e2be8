using AgentFunctions.Tasks;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>What a task must be, worked out without the product's own rules.</summary>
/// <param name="Version">Counts the changes; a copy with another version is stale.</param>
/// <param name="CostMicros">Millionths of a dollar, over all attempts.</param>
/// <param name="Endings">How often it was stored in a final state since the last redrive.</param>
internal sealed record TaskModel(AgentTaskStatus Status, int Version, int Attempts, string? Owner, long CostMicros, int Endings, int Redrives)
{
    public static TaskModel New { get; } = new(AgentTaskStatus.Queued, 0, 0, null, 0, 0, 0);

    private bool IsOpen => Status is AgentTaskStatus.Queued or AgentTaskStatus.Running;

    /// <summary>The task after a command; null when the command is not allowed in this state.</summary>
    public TaskModel? After(TaskCommand command) => (command.Step, Status) switch
    {
        (TaskStep.Claim, _) when IsOpen => Changed with { Status = AgentTaskStatus.Running, Attempts = Attempts + 1, Owner = command.Worker },
        (TaskStep.Renew, AgentTaskStatus.Running) => Changed,
        (TaskStep.Requeue, AgentTaskStatus.Queued) => Changed,
        (TaskStep.Postpone, AgentTaskStatus.Queued) => Changed,
        (TaskStep.PutOff, AgentTaskStatus.Running) => Left(AgentTaskStatus.Queued, 0) with { Attempts = Attempts - 1 },
        (TaskStep.Release or TaskStep.Defer, AgentTaskStatus.Running) => Left(AgentTaskStatus.Queued, command.CostMicros),
        (TaskStep.Succeed, AgentTaskStatus.Running) => Ended(AgentTaskStatus.Succeeded, command.CostMicros),
        (TaskStep.Fail, _) when IsOpen => Ended(AgentTaskStatus.Failed, command.CostMicros),
        (TaskStep.DeadLetter, _) when IsOpen => Ended(AgentTaskStatus.DeadLettered, command.CostMicros),
        (TaskStep.Cancel, _) when IsOpen => Ended(AgentTaskStatus.Cancelled, 0),
        (TaskStep.Redrive, AgentTaskStatus.DeadLettered) => Changed with { Status = AgentTaskStatus.Queued, Endings = 0, Redrives = Redrives + 1 },
        _ => null,
    };

    private TaskModel Changed => this with { Version = Version + 1 };

    private TaskModel Left(AgentTaskStatus status, long micros) => Changed with { Status = status, Owner = null, CostMicros = CostMicros + micros };

    private TaskModel Ended(AgentTaskStatus status, long micros) => Left(status, micros) with { Endings = Endings + 1 };

    /// <summary>The stored task is what it must be.</summary>
    public void AssertIs(AgentTask stored)
    {
        Assert.Equal((Status, CostMicros, Owner), (stored.Status, stored.Cost.Micros, stored.Lease?.Owner));
        Assert.Equal(Enumerable.Range(1, Attempts), stored.Attempts.Select(a => a.Number));
        Assert.All(stored.Attempts.SkipLast(1), a => Assert.NotNull(a.FinishedAt));
        Assert.Equal(Status == AgentTaskStatus.Running, stored.Attempts is [.., { FinishedAt: null }]);
        Assert.Equal(Status == AgentTaskStatus.Running, stored.Lease is not null);
        Assert.Equal((Attempts > 0, !IsOpen), (stored.StartedAt is not null, stored.FinishedAt is not null));
        Assert.Equal((Status == AgentTaskStatus.Succeeded, Redrives), (stored.Result is not null, stored.Redrives.Count));
        Assert.InRange(Endings, 0, 1);
    }
}
