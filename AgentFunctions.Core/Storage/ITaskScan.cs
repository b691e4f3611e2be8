using AgentFunctions.Tasks;

namespace AgentFunctions.Storage;

/// <summary>Reads very many tasks for a report, without their inputs and results.</summary>
public interface ITaskScan
{
    /// <summary>The tenant's tasks that were created at or after <paramref name="from"/> and before <paramref name="to"/>, in no order, as they stand when they are met.</summary>
    IAsyncEnumerable<ScannedTask> ScanAsync(TenantId tenant, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}
