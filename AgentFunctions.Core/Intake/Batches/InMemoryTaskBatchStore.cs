using System.Collections.Concurrent;
using AgentFunctions.Tasks;

namespace AgentFunctions.Intake.Batches;

/// <summary>Batches in the memory of one process.</summary>
public sealed class InMemoryTaskBatchStore : ITaskBatchStore
{
    private readonly ConcurrentDictionary<TaskId, TaskBatch> _batches = new();

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task KeepAsync(TaskBatch batch, CancellationToken cancellationToken)
    {
        _batches.AddOrUpdate(batch.Id, batch, (_, kept) => kept.With(batch.Tasks));
        return Task.CompletedTask;
    }

    public Task<TaskBatch?> FindAsync(TaskId id, CancellationToken cancellationToken) => Task.FromResult(_batches.GetValueOrDefault(id));
}
