using AgentFunctions.Storage;

namespace AgentFunctions.Costs;

/// <summary>
/// Holds the ledger's sums by hour, tenant, agent, model and lane. Nothing is added here directly: entries are stored with the
/// change of the task that caused them (<see cref="Tasks.AgentTask.Charges"/>) and find their way into the sums exactly once.
/// </summary>
public interface ILedgerStore : IStoragePart
{
    /// <summary>The sums of the hours that begin at or after <paramref name="from"/> and before <paramref name="to"/>, in no order; a key may come more than once.</summary>
    IAsyncEnumerable<LedgerEntry> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}
