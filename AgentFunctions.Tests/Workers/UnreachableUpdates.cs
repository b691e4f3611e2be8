using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Azure;

namespace AgentFunctions.Tests.Workers;

/// <summary>A store whose updates fail after a long wait, but for the first few: the network is dead.</summary>
internal sealed class UnreachableUpdates(ITaskStore inner, int after) : ITaskStore
{
    private int _updates;

    public Task PrepareAsync(CancellationToken cancellationToken) => inner.PrepareAsync(cancellationToken);

    public Task<IReadOnlyList<AgentTask>> AddAsync(IReadOnlyList<AgentTask> tasks, CancellationToken cancellationToken) => inner.AddAsync(tasks, cancellationToken);

    public Task<AgentTask?> FindAsync(TaskId id, CancellationToken cancellationToken) => inner.FindAsync(id, cancellationToken);

    public async Task<UpdateOutcome> UpdateAsync(AgentTask task, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _updates) > after)
        {
            await Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None);
            throw new RequestFailedException(0, "No answer.");
        }

        return await inner.UpdateAsync(task, cancellationToken);
    }

    public Task<UpdateOutcome> RewriteAsync(AgentTask task, CancellationToken cancellationToken) => UpdateAsync(task, cancellationToken);

    public Task<TaskPage> ListAsync(TaskFilter filter, CancellationToken cancellationToken) => inner.ListAsync(filter, cancellationToken);
}
