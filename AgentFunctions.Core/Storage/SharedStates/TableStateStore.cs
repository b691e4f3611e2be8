using Azure;
using Azure.Data.Tables;

namespace AgentFunctions.Storage.SharedStates;

/// <summary>Shared states in a table of Azure Table Storage, an entity each.</summary>
/// <param name="tableName">Name of the table.</param>
public abstract class TableStateStore(TableServiceClient service, string tableName) : IStateStore
{
    private const string State = "State";

    private readonly TableClient _table = service.GetTableClient(tableName);

    public Task PrepareAsync(CancellationToken cancellationToken) => _table.CreateIfNotExistsAsync(cancellationToken);

    public async Task<SharedState?> FindAsync(StateKey key, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> found = await _table
            .GetEntityIfExistsAsync<TableEntity>(key.Partition, key.Row, cancellationToken: cancellationToken).ConfigureAwait(false);
        return found.HasValue ? new SharedState(found.Value!.GetString(State), found.Value.ETag.ToString()) : null;
    }

    public async Task<bool> TryWriteAsync(StateKey key, string json, string? etag, CancellationToken cancellationToken)
    {
        TableEntity entity = new(key.Partition, key.Row) { [State] = json };
        try
        {
            _ = etag is null
                ? await _table.AddEntityAsync(entity, cancellationToken).ConfigureAwait(false)
                : await _table.UpdateEntityAsync(entity, new ETag(etag), TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return false;
        }
    }
}
