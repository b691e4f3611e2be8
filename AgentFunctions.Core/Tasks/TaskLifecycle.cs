using System.Collections.Frozen;

namespace AgentFunctions.Tasks;

/// <summary>
/// The only place where a task changes state. Each method returns the changed task; it takes effect when the store
/// accepts the update under the task's ETag.
/// </summary>
public static class TaskLifecycle
{
    private static readonly FrozenDictionary<(AgentTaskStatus From, TaskEvent On), AgentTaskStatus> Moves =
        new Dictionary<(AgentTaskStatus, TaskEvent), AgentTaskStatus>
        {
            [(AgentTaskStatus.Queued, TaskEvent.Claim)] = AgentTaskStatus.Running,
            [(AgentTaskStatus.Queued, TaskEvent.Answer)] = AgentTaskStatus.Succeeded,
            [(AgentTaskStatus.Queued, TaskEvent.Fail)] = AgentTaskStatus.Failed,
            [(AgentTaskStatus.Queued, TaskEvent.Cancel)] = AgentTaskStatus.Cancelled,
            [(AgentTaskStatus.Running, TaskEvent.Claim)] = AgentTaskStatus.Running,
            [(AgentTaskStatus.Running, TaskEvent.Release)] = AgentTaskStatus.Queued,
            [(AgentTaskStatus.Running, TaskEvent.Succeed)] = AgentTaskStatus.Succeeded,
            [(AgentTaskStatus.Running, TaskEvent.Answer)] = AgentTaskStatus.Succeeded,
            [(AgentTaskStatus.Running, TaskEvent.Fail)] = AgentTaskStatus.Failed,
            [(AgentTaskStatus.Running, TaskEvent.Cancel)] = AgentTaskStatus.Cancelled,
            [(AgentTaskStatus.Failed, TaskEvent.DeadLetter)] = AgentTaskStatus.DeadLettered,
            [(AgentTaskStatus.DeadLettered, TaskEvent.Redrive)] = AgentTaskStatus.Queued,
        }.ToFrozenDictionary();

    /// <summary>True when <paramref name="on"/> may happen to a task in state <paramref name="from"/>.</summary>
    public static bool Allows(AgentTaskStatus from, TaskEvent on) => Moves.ContainsKey((from, on));

    /// <summary>True when nothing but a person's redrive moves the task any more.</summary>
    public static bool IsFinal(AgentTaskStatus status) => status is not (AgentTaskStatus.Queued or AgentTaskStatus.Running);

    /// <summary>A worker takes the task: a new attempt begins.</summary>
    public static AgentTask Claim(AgentTask task, string owner, DateTimeOffset now, TimeSpan lease) =>
        Move(task, TaskEvent.Claim) with
        {
            Lease = new TaskLease(owner, now + lease),
            WaitingFor = null,
            Leader = null,
            StartedAt = task.StartedAt ?? now,
            Attempts = [.. CloseOpenAttempt(task, now, TaskError.LeaseLost), new TaskAttempt(task.Attempts.Count + 1, owner, now)],
        };

    /// <summary>The worker goes on: its lease is prolonged. No change of state.</summary>
    public static AgentTask Renew(AgentTask task, DateTimeOffset now, TimeSpan lease) =>
        task.Lease is { } held
            ? task with { Lease = held with { Until = now + lease } }
            : throw new InvalidOperationException($"Task {task.Id} is {task.Status}; it has no lease to renew.");

    /// <summary>The task's message got lost on the way: another one is due now. No change of state.</summary>
    public static AgentTask Requeue(AgentTask task, DateTimeOffset now) =>
        task.Status == AgentTaskStatus.Queued ? task with { DueAt = now } : throw new InvalidOperationException($"Task {task.Id} is {task.Status}; it waits for no message.");

    /// <summary>The task cannot be run before a certain time: its message is for then, or for its deadline. No change of state.</summary>
    public static AgentTask Postpone(AgentTask task, WaitReason reason) =>
        task.Status == AgentTaskStatus.Queued
            ? task with { WaitingFor = reason, DueAt = task.Deadline < reason.Until ? task.Deadline.Value : reason.Until }
            : throw new InvalidOperationException($"Task {task.Id} is {task.Status}; it waits for nothing.");

    /// <summary>The worker hands the task back because a model call must wait. An attempt that made no call leaves no trace.</summary>
    public static AgentTask Defer(AgentTask task, WaitReason reason, ModelUse use, DateTimeOffset now)
    {
        AgentTask released = Release(task, new TaskError(TaskError.Deferred, reason.Message), use, now, now);
        AgentTask waiting = use.Calls.Count > 0 || released.Attempts is [.., { Calls.Count: > 0 }]
            ? released
            : released with { Attempts = [.. released.Attempts.SkipLast(1)], StartedAt = released.Attempts.Count > 1 ? released.StartedAt : null };
        return Postpone(waiting, reason);
    }

    /// <summary>The task waits no longer for the answer of an identical one and runs itself. No change of state.</summary>
    public static AgentTask Lead(AgentTask task, DateTimeOffset now) => Requeue(task, now) with { Leader = null };

    /// <summary>The worker hands the task back, to be tried again at <paramref name="dueAt"/>.</summary>
    public static AgentTask Release(AgentTask task, TaskError error, ModelUse use, DateTimeOffset now, DateTimeOffset dueAt) =>
        CloseAttempt(Move(task, TaskEvent.Release), error, use, now) with { DueAt = dueAt };

    public static AgentTask Succeed(AgentTask task, Payload result, ModelUse use, DateTimeOffset now) =>
        End(CloseAttempt(Move(task, TaskEvent.Succeed), error: null, use, now) with { Result = result, Error = null }, now);

    /// <summary>Gives the task the answer of an identical one; it costs nothing.</summary>
    /// <param name="model">Model that gave the answer.</param>
    public static AgentTask Answer(AgentTask task, Payload result, AnswerSource source, string? model, DateTimeOffset now) =>
        End(CloseAttempt(Move(task, TaskEvent.Answer), error: null, ModelUse.None, now) with { Result = result, Source = source, Model = model }, now);

    public static AgentTask Fail(AgentTask task, TaskError error, ModelUse use, DateTimeOffset now) =>
        End(CloseAttempt(Move(task, TaskEvent.Fail), error, use, now) with { Error = error }, now);

    /// <summary>Fails the task for good after its last attempt and sets it aside for a person.</summary>
    public static AgentTask DeadLetter(AgentTask task, TaskError error, ModelUse use, DateTimeOffset now) =>
        Move(Fail(task, error, use, now), TaskEvent.DeadLetter);

    /// <summary>Books the calls of an attempt that lost the task to another worker: they are paid, though they gave nothing. No change of state.</summary>
    public static AgentTask Bill(AgentTask task, int attempt, ModelUse use) => task with
    {
        Attempts = [.. task.Attempts.Select(a => a.Number == attempt ? WithUse(a, use) : a)],
        Usage = task.Usage + use.Usage,
        Cost = task.Cost + use.Cost,
        Charges = [.. task.Charges, .. TaskCharges.Of(task, use)],
    };

    public static AgentTask Cancel(AgentTask task, DateTimeOffset now) =>
        End(CloseAttempt(Move(task, TaskEvent.Cancel), TaskError.Cancelled, ModelUse.None, now), now);

    /// <summary>The client says what the answer is worth, in the place of what it said before. No change of state.</summary>
    public static AgentTask Rate(AgentTask task, TaskFeedback feedback) =>
        task.Status == AgentTaskStatus.Succeeded ? task with { Feedback = feedback } : throw new InvalidOperationException($"Task {task.Id} is {task.Status}; it has no answer to rate.");

    /// <summary>A person sends a dead-lettered task round again, due at <paramref name="dueAt"/>. It keeps its attempts and costs.</summary>
    /// <param name="patch">What is asked differently this time.</param>
    public static AgentTask Redrive(AgentTask task, TaskPatch patch, DateTimeOffset now, DateTimeOffset dueAt) =>
        Move(task, TaskEvent.Redrive) with
        {
            Input = patch.Input ?? task.Input,
            AgentVersion = patch.AgentVersion ?? task.AgentVersion,
            WorkKey = patch.WorkKey ?? task.WorkKey,
            Lane = patch.Lane ?? task.Lane,

            // Who redrives a task past its deadline wants it all the same.
            Deadline = task.Deadline > dueAt ? task.Deadline : null,
            DueAt = dueAt,
            FinishedAt = null,
            Error = null,
            Leader = null,

            // Its next end is told instead, if this one has not been yet.
            Callback = null,
            Redrives = [.. task.Redrives, new TaskRedrive(now, task.Attempts.Count, task.Error!, patch.Fields)],
        };

    private static AgentTask Move(AgentTask task, TaskEvent on) =>
        Moves.TryGetValue((task.Status, on), out AgentTaskStatus to)
            ? task with { Status = to }
            : throw new InvalidOperationException($"Task {task.Id} is {task.Status}; {on} is not allowed there.");

    private static AgentTask End(AgentTask task, DateTimeOffset now) =>
        CallbackLifecycle.Begin(task with { FinishedAt = now, WaitingFor = null, Charges = [.. task.Charges, TaskCharges.OfEnd(task, now)] }, now);

    private static AgentTask CloseAttempt(AgentTask task, TaskError? error, ModelUse use, DateTimeOffset now) =>
        task with
        {
            Lease = null,
            Attempts = CloseOpenAttempt(task, now, error, use),
            Model = use.Model ?? task.Model,
            Usage = task.Usage + use.Usage,
            Cost = task.Cost + use.Cost,
            Charges = [.. task.Charges, .. TaskCharges.Of(task, use)],
        };

    private static IReadOnlyList<TaskAttempt> CloseOpenAttempt(AgentTask task, DateTimeOffset now, TaskError? error, ModelUse? use = null) =>
        task.Attempts is [.., { FinishedAt: null } open]
            ? [.. task.Attempts.SkipLast(1), WithUse(open with { FinishedAt = now, Error = error }, use ?? ModelUse.None)]
            : task.Attempts;

    private static TaskAttempt WithUse(TaskAttempt attempt, ModelUse use) => attempt with
    {
        Model = use.Model ?? attempt.Model,
        Cost = attempt.Cost + use.Cost,
        Calls = [.. attempt.Calls, .. use.Calls],
        Turns = [.. attempt.Turns, .. use.Turns],
    };
}
