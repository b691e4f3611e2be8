namespace AgentFunctions.Backlog;

/// <summary>For a host that is alone: nobody else has anything to tell.</summary>
public sealed class InMemoryBacklogStore : IBacklogStore
{
    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task WriteAsync(InstanceBacklog instance, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<InstanceBacklog>> ReadAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<InstanceBacklog>>([]);

    public Task<bool> FoldAsync(IReadOnlyList<InstanceBacklog> gone, InstanceBacklog sum, CancellationToken cancellationToken) => Task.FromResult(true);
}
