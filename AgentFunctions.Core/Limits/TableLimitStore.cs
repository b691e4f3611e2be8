using Azure;
using Azure.Data.Tables;

namespace AgentFunctions.Limits;

/// <summary>Limits in Azure Table Storage, table <c>limits</c>: an entity a model, and one a budget and period.</summary>
public sealed class TableLimitStore(TableServiceClient service) : ILimitStore
{
    /// <summary>Name of the table.</summary>
    public const string TableName = "limits";

    private const string State = "State";

    private readonly TableClient _table = service.GetTableClient(TableName);

    public Task PrepareAsync(CancellationToken cancellationToken) => _table.CreateIfNotExistsAsync(cancellationToken);

    public async Task<LimitState?> FindAsync(LimitKey key, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> found = await _table
            .GetEntityIfExistsAsync<TableEntity>(key.Partition, key.Row, cancellationToken: cancellationToken).ConfigureAwait(false);
        return found.HasValue ? new LimitState(found.Value!.GetString(State), found.Value.ETag.ToString()) : null;
    }

    public async Task<bool> TryWriteAsync(LimitKey key, string json, string? etag, CancellationToken cancellationToken)
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
