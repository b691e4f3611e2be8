namespace AgentFunctions.Tasks;

/// <summary>What has become of telling a task's end to its callback.</summary>
/// <param name="Event">Which end of the task this is: 0 for the first, one more after each redrive of the task.</param>
/// <param name="Tries">Tries so far, those before a redrive of the callback included.</param>
/// <param name="DueAt">When the next try is due; of one that is settled: when the last one was.</param>
public sealed record TaskCallback(CallbackStatus Status, int Event, int Tries, DateTimeOffset DueAt)
{
    /// <summary>Tries before somebody redrove it; the schedule of retries begins anew after them.</summary>
    public int RedrivenAfter { get; init; }

    public DateTimeOffset? LastTryAt { get; init; }

    /// <summary>Status of the last answer, 100 to 599; null when there was none.</summary>
    public int? LastStatus { get; init; }

    /// <summary>Why the last try failed, a code of <c>SendFault</c>; null when it did not.</summary>
    public string? LastError { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }
}

/// <summary>State of a callback.</summary>
public enum CallbackStatus
{
    /// <summary>A try is due, now or later.</summary>
    Pending,

    /// <summary>The receiver has taken it.</summary>
    Delivered,

    /// <summary>Given up; a person may redrive it.</summary>
    Failed,
}
