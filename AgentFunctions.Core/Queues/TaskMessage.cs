using System.Diagnostics;
using System.Text.Json;
using AgentFunctions.Tasks;

namespace AgentFunctions.Queues;

/// <summary>What travels through a lane's queue: which task is due, and a copy of it when it is small and new.</summary>
/// <param name="Attempt">The attempt it calls for, 1 for the first.</param>
/// <param name="DueAt">When it becomes visible; a moment that has passed means at once.</param>
public sealed record TaskMessage(TaskId Task, int Attempt, Lane Lane, DateTimeOffset DueAt)
{
    // Most inputs are smaller, and a queue full of such messages stays far below its size limit.
    private const int SnapshotLimit = 8 * 1024;

    /// <summary>
    /// The task as it was stored, ETag included, so that the worker can claim it without reading it first. Any change since
    /// makes that claim fail; then the worker reads. Null when the message carries none.
    /// </summary>
    public AgentTask? Snapshot { get; init; }

    /// <summary>True when a worker has put it off without noting that on the task; the next one to do so notes it.</summary>
    public bool IsPutOff { get; init; }

    /// <summary>True when the task waits for others to share a model request with.</summary>
    public bool IsSmall { get; init; }

    /// <summary>Its start tag: orders the tasks of different tenants in the lane. See <c>FairClock</c>.</summary>
    public long Tag { get; init; }

    /// <summary>Where in a trace it was made, so that the work on it joins that trace; null when there was none, or it is not readable.</summary>
    public ActivityContext? Trace { get; init; }

    /// <summary>
    /// The same for the same stored state of a task, so that duplicate detection drops a message sent twice, and
    /// another one after each change that calls for a new message.
    /// </summary>
    public string MessageId => $"{Task}-{Attempt}-{DueAt.ToUnixTimeMilliseconds()}";

    /// <summary>The message that a queued task waits for.</summary>
    public static TaskMessage For(AgentTask task) => new(task.Id, task.Attempts.Count + 1, task.Lane, task.DueAt)
    {
        Trace = TraceContext.Current,
        Snapshot = task is { ETag: not null, Attempts: [], Redrives: [], Input: Payload.Inline { Json.Length: <= SnapshotLimit } } ? task : null,
    };

    public BinaryData ToBody() =>
        BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(TaskMessageBody.Of(this), QueueJson.Default.TaskMessageBody));

    /// <summary>Reads the body of a message; null when it is none of ours.</summary>
    public static TaskMessage? Read(BinaryData body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, QueueJson.Default.TaskMessageBody)?.ToMessage();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
