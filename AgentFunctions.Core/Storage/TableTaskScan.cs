using System.Runtime.CompilerServices;
using AgentFunctions.Tasks;
using Azure.Data.Tables;

namespace AgentFunctions.Storage;

/// <summary>Scans table <c>tasks</c>, a thousand entities a request, with only the columns that are needed.</summary>
public sealed class TableTaskScan(TableServiceClient service) : ITaskScan
{
    private readonly TableClient _table = service.GetTableClient(TableTaskStore.TableName);

    public async IAsyncEnumerable<ScannedTask> ScanAsync(
        TenantId tenant, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string condition = TableTaskStore.Condition(new TaskFilter { Tenant = tenant, From = from, To = to });
        await foreach (TableEntity entity in _table
            .QueryAsync<TableEntity>(condition, TaskFilter.MaxPageSize, TaskEntity.Scanned, cancellationToken).ConfigureAwait(false))
        {
            // Partitions hold a few seconds; the range need not begin and end with one.
            ScannedTask task = TaskEntity.ReadScanned(entity);
            if (task.Id.CreatedAt >= from && task.Id.CreatedAt < to)
            {
                yield return task;
            }
        }
    }

    public async IAsyncEnumerable<ScannedTask> ScanAsync(IReadOnlyCollection<TaskId> ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (IGrouping<string, TaskId> partition in ids.GroupBy(id => id.PartitionKey))
        {
            HashSet<TaskId> wanted = [.. partition];
            string[] ordered = [.. partition.Select(id => id.ToString()).Order(StringComparer.Ordinal)];
            string condition = TableClient.CreateQueryFilter($"PartitionKey eq {partition.Key} and RowKey ge {ordered[0]} and RowKey le {ordered[^1]}");
            await foreach (TableEntity entity in _table
                .QueryAsync<TableEntity>(condition, TaskFilter.MaxPageSize, TaskEntity.Scanned, cancellationToken).ConfigureAwait(false))
            {
                if (TaskId.TryParse(entity.RowKey, out TaskId id) && wanted.Contains(id))
                {
                    yield return TaskEntity.ReadScanned(entity);
                }
            }
        }
    }
}
