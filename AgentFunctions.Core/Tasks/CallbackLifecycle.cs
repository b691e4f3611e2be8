namespace AgentFunctions.Tasks;

/// <summary>The only place where a callback changes state, as <see cref="TaskLifecycle"/> is for the task. None of it moves the task itself.</summary>
public static class CallbackLifecycle
{
    /// <summary>The task has just ended: whoever is to be told is told now.</summary>
    public static AgentTask Begin(AgentTask task, DateTimeOffset now) => task.CallbackUrl is null
        ? task
        : task with { Callback = new TaskCallback(CallbackStatus.Pending, task.Redrives.Count, 0, now), CallsBack = true };

    /// <summary>The receiver has taken it.</summary>
    public static AgentTask Deliver(AgentTask task, int status, DateTimeOffset now) => task with
    {
        Callback = Tried(task, status, error: null, now) with { Status = CallbackStatus.Delivered, DeliveredAt = now },
    };

    /// <summary>A try has failed; the next one is at <paramref name="dueAt"/>.</summary>
    public static AgentTask Retry(AgentTask task, int? status, string error, DateTimeOffset now, DateTimeOffset dueAt) => task with
    {
        Callback = Tried(task, status, error, now) with { DueAt = dueAt },
        CallsBack = true,
    };

    /// <summary>The last try has failed, or one after which none can succeed.</summary>
    public static AgentTask GiveUp(AgentTask task, int? status, string error, DateTimeOffset now) => task with
    {
        Callback = Tried(task, status, error, now) with { Status = CallbackStatus.Failed },
    };

    /// <summary>The message of the next try got lost on the way: another one is due now.</summary>
    public static AgentTask Requeue(AgentTask task, DateTimeOffset now) => task with { Callback = Pending(task) with { DueAt = now }, CallsBack = true };

    /// <summary>A person has a callback that was given up tried again.</summary>
    public static AgentTask Redrive(AgentTask task, DateTimeOffset now) => task.Callback is { Status: CallbackStatus.Failed } failed
        ? task with { Callback = failed with { Status = CallbackStatus.Pending, RedrivenAfter = failed.Tries, DueAt = now }, CallsBack = true }
        : throw new InvalidOperationException($"The callback of task {task.Id} has not failed.");

    private static TaskCallback Tried(AgentTask task, int? status, string? error, DateTimeOffset now)
    {
        TaskCallback due = Pending(task);
        return due with { Tries = due.Tries + 1, LastTryAt = now, LastStatus = status, LastError = error };
    }

    private static TaskCallback Pending(AgentTask task) => task.Callback is { Status: CallbackStatus.Pending } due
        ? due
        : throw new InvalidOperationException($"No callback of task {task.Id} is due.");
}
