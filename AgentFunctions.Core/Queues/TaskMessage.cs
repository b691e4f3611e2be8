using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Tasks;

namespace AgentFunctions.Queues;

/// <summary>What travels through a lane's queue: which task is due. The task itself stays in the store.</summary>
/// <param name="Attempt">The attempt it calls for, 1 for the first.</param>
/// <param name="DueAt">When it becomes visible; a moment that has passed means at once.</param>
public sealed record TaskMessage(TaskId Task, int Attempt, Lane Lane, DateTimeOffset DueAt)
{
    /// <summary>
    /// The same for the same stored state of a task, so that duplicate detection drops a message sent twice, and
    /// another one after each change that calls for a new message.
    /// </summary>
    public string MessageId => $"{Task}-{Attempt}-{DueAt.ToUnixTimeMilliseconds()}";

    /// <summary>The message that a queued task waits for.</summary>
    public static TaskMessage For(AgentTask task) => new(task.Id, task.Attempts.Count + 1, task.Lane, task.DueAt);

    public BinaryData ToBody() =>
        BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(new TaskMessageBody(Task.ToString(), Attempt), QueueJson.Default.TaskMessageBody));

    /// <summary>Reads which task the body of a message is about; null when it is none of ours.</summary>
    public static TaskId? ReadTask(BinaryData body)
    {
        try
        {
            TaskMessageBody? read = JsonSerializer.Deserialize(body, QueueJson.Default.TaskMessageBody);
            return TaskId.TryParse(read?.Task, out TaskId id) ? id : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record TaskMessageBody(string Task, int Attempt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TaskMessageBody))]
internal sealed partial class QueueJson : JsonSerializerContext;
