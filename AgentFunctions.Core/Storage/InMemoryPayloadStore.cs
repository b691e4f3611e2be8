using AgentFunctions.Tasks;

namespace AgentFunctions.Storage;

/// <summary>Keeps every payload with its task; for a host whose tasks live in memory anyway.</summary>
public sealed class InMemoryPayloadStore : IPayloadStore
{
    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask<Payload> KeepAsync(TaskId id, string part, string json, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Payload>(new Payload.Inline(json));

    public ValueTask<string> ReadAsync(Payload payload, CancellationToken cancellationToken) =>
        ValueTask.FromResult(((Payload.Inline)payload).Json);
}
