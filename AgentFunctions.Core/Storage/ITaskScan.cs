using AgentFunctions.Tasks;

namespace AgentFunctions.Storage;

/// <summary>Reads very many tasks without their inputs and results.</summary>
public interface ITaskScan
{
    /// <summary>The tenant's tasks that were created at or after <paramref name="from"/> and before <paramref name="to"/>, in no order, as they stand when they are met.</summary>
    IAsyncEnumerable<ScannedTask> ScanAsync(TenantId tenant, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Some tasks by their ids, in no order. Those of one partition come with few requests: a thousand at a time.</summary>
    IAsyncEnumerable<ScannedTask> ScanAsync(IReadOnlyCollection<TaskId> ids, CancellationToken cancellationToken);
}
