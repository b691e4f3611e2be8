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
}
