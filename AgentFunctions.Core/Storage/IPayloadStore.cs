using AgentFunctions.Tasks;

namespace AgentFunctions.Storage;

/// <summary>Holds the JSON values that are too large to travel with a task.</summary>
public interface IPayloadStore : IStoragePart
{
    /// <summary>A payload of at most this many UTF-8 bytes travels inline.</summary>
    const int InlineLimit = 32 * 1024;

    /// <summary>Stores a value of a task, or keeps it inline when it is small.</summary>
    /// <param name="part">Which of the task's values: <c>input</c>, or <c>result-</c> and the attempt; writing it again replaces it.</param>
    ValueTask<Payload> KeepAsync(TaskId id, string part, string json, CancellationToken cancellationToken);

    /// <summary>The JSON text of a payload.</summary>
    ValueTask<string> ReadAsync(Payload payload, CancellationToken cancellationToken);
}
