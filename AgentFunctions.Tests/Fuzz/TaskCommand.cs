using AgentFunctions.Costs;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Tasks;
using FsCheck;
using FsCheck.Fluent;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>What one of two workers does next, on its own and perhaps stale copy of the task.</summary>
public sealed record TaskCommand(string Worker, TaskStep Step, long CostMicros)
{
    // Without looking again now and then, most commands would only meet conflicts.
    private static readonly Gen<TaskCommand> Any =
        from worker in Gen.Elements("w1", "w2")
        from step in Gen.Frequency((6, Gen.Constant(TaskStep.Look)), (5, Gen.Constant(TaskStep.Claim)), (10, Gen.Elements(Enum.GetValues<TaskStep>())))
        from micros in Gen.Choose(0, 1_000_000)
        select new TaskCommand(worker, step, micros);

    public static Arbitrary<TaskCommand> Arbitrary() => Any.ToArbitrary();

    /// <summary>The copy after the command.</summary>
    /// <exception cref="InvalidOperationException">The command is not allowed in the copy's state.</exception>
    public AgentTask Apply(AgentTask copy, int second)
    {
        DateTimeOffset now = SampleTasks.Now.AddSeconds(second);
        TimeSpan lease = TimeSpan.FromMinutes(1);
        TaskError error = new(TaskError.ModelUnavailable, "down");
        ModelUse use = SampleTasks.Use(CostMicros);
        return Step switch
        {
            TaskStep.Claim => TaskLifecycle.Claim(copy, Worker, now, lease),
            TaskStep.Renew => TaskLifecycle.Renew(copy, now, lease),
            TaskStep.Requeue => TaskLifecycle.Requeue(copy, now),
            TaskStep.Postpone => TaskLifecycle.Postpone(copy, Reason(now)),
            TaskStep.Defer => TaskLifecycle.Defer(copy, Reason(now), use, now),
            TaskStep.PutOff => TaskLifecycle.Defer(copy, Reason(now), ModelUse.None, now),
            TaskStep.Release => TaskLifecycle.Release(copy, error, use, now, now),
            TaskStep.Succeed => TaskLifecycle.Succeed(copy, new Payload.Inline("{}"), use, now),
            TaskStep.Fail => TaskLifecycle.Fail(copy, error, use, now),
            TaskStep.DeadLetter => TaskLifecycle.DeadLetter(copy, error, use, now),
            TaskStep.Cancel => TaskLifecycle.Cancel(copy, now),
            TaskStep.Redrive => TaskLifecycle.Redrive(copy, TaskPatch.None, now, now),
            _ => throw new InvalidOperationException($"{Step} changes nothing."),
        };
    }

    private static WaitReason Reason(DateTimeOffset now) => new(WaitReason.ProviderLimit, "busy", now.AddMinutes(1));
}

/// <summary>What can be done to a task.</summary>
public enum TaskStep
{
    /// <summary>The worker reads the task, so that its copy is no longer stale.</summary>
    Look,
    Claim,
    Renew,
    Requeue,
    Postpone,
    Release,

    /// <summary>A further model call must wait.</summary>
    Defer,

    /// <summary>The first model call must wait.</summary>
    PutOff,
    Succeed,
    Fail,
    DeadLetter,
    Cancel,
    Redrive,
}
