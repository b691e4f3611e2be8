using System.Collections.Concurrent;
using Azure.Data.Tables;

namespace AgentFunctions.Storage;

/// <summary>
/// Sends the concurrent writes of this instance to one table as entity-group transactions: what arrives while a
/// transaction of the same partition is under way leaves with the next one. A write that meets nobody leaves at once.
/// </summary>
/// <remarks>Each caller gets the outcome of its own write, as if it had gone alone.</remarks>
internal sealed class WriteCombiner(TableClient table)
{
    private readonly ConcurrentDictionary<string, PartitionWrites> _partitions = new(StringComparer.Ordinal);

    /// <summary>Writes one entity.</summary>
    /// <param name="bytes">Size of the entity, roughly; a transaction is limited.</param>
    /// <returns>The new ETag.</returns>
    /// <exception cref="Azure.RequestFailedException">The write was refused, or the service is not to be reached.</exception>
    public async Task<string> WriteAsync(TableTransactionAction action, int bytes)
    {
        CombinedWrite write = new(action, bytes);
        while (true)
        {
            PartitionWrites partition = _partitions.GetOrAdd(action.Entity.PartitionKey, static (_, t) => new PartitionWrites(t), table);
            if (partition.TryAdd(write))
            {
                break;
            }

            // It was just closed for being empty; the next look makes a new one.
            _partitions.TryRemove(KeyValuePair.Create(action.Entity.PartitionKey, partition));
        }

        return await write.Outcome.ConfigureAwait(false);
    }
}
