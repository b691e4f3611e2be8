using System.Collections.Concurrent;
using AgentFunctions.Costs;
using AgentFunctions.Costs.Posting;
using Azure.Data.Tables;

namespace AgentFunctions.Storage;

/// <summary>
/// Sends the concurrent writes of this instance to one table as entity-group transactions: what arrives while a
/// transaction of the same partition is under way leaves with the next one. A write that meets nobody leaves at once.
/// </summary>
/// <remarks>Each caller gets the outcome of its own write, as if it had gone alone.</remarks>
/// <param name="outbox">Gets the ledger pages that were stored with the writes.</param>
internal sealed class WriteCombiner(TableClient table, LedgerOutbox outbox)
{
    private readonly ConcurrentDictionary<string, PartitionWrites> _partitions = new(StringComparer.Ordinal);

    /// <summary>Writes one entity.</summary>
    /// <param name="bytes">Size of the entity, roughly; a transaction is limited.</param>
    /// <param name="charges">Ledger entries that are stored if, and only if, the entity is.</param>
    /// <returns>The new ETag.</returns>
    /// <exception cref="Azure.RequestFailedException">The write was refused, or the service is not to be reached.</exception>
    public async Task<string> WriteAsync(TableTransactionAction action, int bytes, IReadOnlyList<LedgerEntry> charges)
    {
        CombinedWrite write = new(action, bytes, charges);
        string key = action.Entity.PartitionKey;
        while (!_partitions.GetOrAdd(key, NewPartition).TryAdd(write))
        {
            // It has just run empty, takes no more and is about to go.
            await Task.Yield();
        }

        return await write.Outcome.ConfigureAwait(false);
    }

    private PartitionWrites NewPartition(string key) => new(table, outbox, empty => _partitions.TryRemove(KeyValuePair.Create(key, empty)));
}
