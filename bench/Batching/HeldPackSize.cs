using System.Text.Json;
using AgentFunctions.Batching.Collecting;
using AgentFunctions.Storage.SharedStates;

namespace AgentFunctions.Bench.Batching;

/// <summary>Remembers nothing but that packs of one size have always done well, so that the size stays.</summary>
internal sealed class HeldPackSize(int size, DateTimeOffset now) : IPackSizeStore
{
    private const double Always = 1e9;

    private readonly SharedState _state = new(JsonSerializer.Serialize(new PackSize(size, now, Always, Always, 0, 0), JsonSerializerOptions.Web), "held");

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<SharedState?> FindAsync(StateKey key, CancellationToken cancellationToken) => Task.FromResult<SharedState?>(_state);

    public Task<bool> TryWriteAsync(StateKey key, string json, string? etag, CancellationToken cancellationToken) => Task.FromResult(true);
}
