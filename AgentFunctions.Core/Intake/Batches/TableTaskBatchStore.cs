using AgentFunctions.Tasks;
using Azure;
using Azure.Data.Tables;

namespace AgentFunctions.Intake.Batches;

/// <summary>Batches in Azure Table Storage, table <c>batches</c>: a partition a batch, with one row.</summary>
public sealed class TableTaskBatchStore(TableServiceClient service) : ITaskBatchStore
{
    /// <summary>Name of the table.</summary>
    public const string TableName = "batches";

    private const string Tenant = "Tenant";

    // All ids, one behind the other: a thousand of them have 26,000 characters, and a text of a table has room for 32,768.
    private const string Tasks = "Tasks";

    private readonly TableClient _table = service.GetTableClient(TableName);

    public Task PrepareAsync(CancellationToken cancellationToken) => _table.CreateIfNotExistsAsync(cancellationToken);

    public async Task KeepAsync(TaskBatch batch, CancellationToken cancellationToken)
    {
        bool isKept = await TryAsync(() => _table.AddEntityAsync(EntityOf(batch), cancellationToken)).ConfigureAwait(false);
        while (!isKept)
        {
            TableEntity stored = await _table.GetEntityAsync<TableEntity>(batch.Id.ToString(), string.Empty, cancellationToken: cancellationToken).ConfigureAwait(false);
            TaskBatch whole = BatchOf(stored).With(batch.Tasks);
            isKept = whole.Tasks.Count == BatchOf(stored).Tasks.Count
                || await TryAsync(() => _table.UpdateEntityAsync(EntityOf(whole), stored.ETag, TableUpdateMode.Replace, cancellationToken)).ConfigureAwait(false);
        }
    }

    public async Task<TaskBatch?> FindAsync(TaskId id, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> found = await _table.GetEntityIfExistsAsync<TableEntity>(id.ToString(), string.Empty, cancellationToken: cancellationToken).ConfigureAwait(false);
        return found.HasValue ? BatchOf(found.Value!) : null;
    }

    private static async Task<bool> TryAsync(Func<Task> write)
    {
        try
        {
            await write().ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            return false;
        }
    }

    private static TableEntity EntityOf(TaskBatch batch) => new(batch.Id.ToString(), string.Empty)
    {
        [Tenant] = batch.Tenant.Value,
        [Tasks] = string.Concat(batch.Tasks),
    };

    private static TaskBatch BatchOf(TableEntity entity) => new(
        TaskId.Parse(entity.PartitionKey),
        new TenantId(entity.GetString(Tenant)),
        [.. entity.GetString(Tasks).Chunk(TaskId.Length).Select(id => TaskId.Parse(new string(id)))]);
}
