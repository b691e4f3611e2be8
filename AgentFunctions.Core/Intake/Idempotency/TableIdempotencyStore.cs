using System.Globalization;
using AgentFunctions.Tasks;
using Azure;
using Azure.Data.Tables;

namespace AgentFunctions.Intake.Idempotency;

/// <summary>Idempotency keys in Azure Table Storage, table <c>keys</c>: a partition a key, a row an item of its batch.</summary>
public sealed class TableIdempotencyStore(TableServiceClient service, TimeProvider time) : IIdempotencyStore
{
    /// <summary>Name of the table.</summary>
    public const string TableName = "keys";

    private const int TransactionLimit = 100;
    private const string Expires = "Expires";

    private readonly TableClient _table = service.GetTableClient(TableName);

    public Task PrepareAsync(CancellationToken cancellationToken) => _table.CreateIfNotExistsAsync(cancellationToken);

    public async Task<IReadOnlyList<KeyBinding>> BindAsync(IReadOnlyList<KeyBinding> wanted, CancellationToken cancellationToken)
    {
        List<KeyBinding> holding = [];
        foreach (KeyBinding[] group in wanted.Chunk(TransactionLimit))
        {
            bool added = group.Length > 1 && await TryAddAllAsync(group, cancellationToken).ConfigureAwait(false);
            holding.AddRange(added ? group : await Task.WhenAll(group.Select(w => BindAsync(w, cancellationToken))).ConfigureAwait(false));
        }

        return holding;
    }

    public async Task<KeyBinding?> FindAsync(string scope, int item, CancellationToken cancellationToken) =>
        await FindEntityAsync(scope, item, cancellationToken).ConfigureAwait(false) is { } entity && BindingOf(entity) is var bound && bound.Expires > time.GetUtcNow()
            ? bound
            : null;

    public async Task<int> RemoveExpiredAsync(CancellationToken cancellationToken)
    {
        int removed = 0;
        string expired = TableClient.CreateQueryFilter($"Expires le {time.GetUtcNow()}");
        await foreach (TableEntity entity in _table.QueryAsync<TableEntity>(expired, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            // Under its ETag: somebody may have bound the key anew this moment.
            await _table.DeleteEntityAsync(entity, entity.ETag, cancellationToken).ConfigureAwait(false);
            removed++;
        }

        return removed;
    }

    private async Task<bool> TryAddAllAsync(KeyBinding[] group, CancellationToken cancellationToken)
    {
        try
        {
            await _table.SubmitTransactionAsync(
                group.Select(w => new TableTransactionAction(TableTransactionActionType.Add, EntityOf(w))), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TableTransactionFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }

    private async Task<KeyBinding> BindAsync(KeyBinding wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await _table.AddEntityAsync(EntityOf(wanted), cancellationToken).ConfigureAwait(false);
                return wanted;
            }
            catch (RequestFailedException e) when (e.Status == 409)
            {
                if (await FindEntityAsync(wanted.Scope, wanted.Item, cancellationToken).ConfigureAwait(false) is not { } entity)
                {
                    continue;
                }

                if (BindingOf(entity) is var bound && bound.Expires > time.GetUtcNow())
                {
                    return bound;
                }

                if (await TryReplaceAsync(entity, wanted, cancellationToken).ConfigureAwait(false))
                {
                    return wanted;
                }
            }
        }
    }

    private async Task<bool> TryReplaceAsync(TableEntity expired, KeyBinding wanted, CancellationToken cancellationToken)
    {
        try
        {
            await _table.UpdateEntityAsync(EntityOf(wanted), expired.ETag, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }

    private async Task<TableEntity?> FindEntityAsync(string scope, int item, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> found = await _table.GetEntityIfExistsAsync<TableEntity>(scope, RowOf(item), cancellationToken: cancellationToken).ConfigureAwait(false);
        return found.HasValue ? found.Value : null;
    }

    private static string RowOf(int item) => item.ToString("d4", CultureInfo.InvariantCulture);

    private static TableEntity EntityOf(KeyBinding binding) => new(binding.Scope, RowOf(binding.Item))
    {
        ["BodyHash"] = binding.BodyHash,
        ["Task"] = binding.Task.ToString(),
        [Expires] = binding.Expires,
    };

    private static KeyBinding BindingOf(TableEntity entity) => new(
        entity.PartitionKey,
        int.Parse(entity.RowKey, CultureInfo.InvariantCulture),
        entity.GetString("BodyHash"),
        TaskId.Parse(entity.GetString("Task")),
        entity.GetDateTimeOffset(Expires)!.Value);
}
