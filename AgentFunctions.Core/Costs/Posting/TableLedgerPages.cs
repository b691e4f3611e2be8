using AgentFunctions.Storage;
using AgentFunctions.Telemetry;
using Azure;
using Azure.Data.Tables;

namespace AgentFunctions.Costs.Posting;

/// <summary>Pages in table <c>tasks</c>.</summary>
internal sealed class TableLedgerPages(TableServiceClient service) : ILedgerPages
{
    private const int TransactionLimit = 100;

    private readonly TableClient _table = service.GetTableClient(TableTaskStore.TableName);

    public IAsyncEnumerable<LedgerPage> ListAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"RowKey ge {LedgerPageEntity.RowPrefix}"), cancellationToken: cancellationToken)
            .Where(e => e.Timestamp < before)
            .Select(LedgerPageEntity.Read);

    public async Task<LedgerPage?> TakeOverAsync(LedgerPage page, string poster, CancellationToken cancellationToken)
    {
        try
        {
            Response taken = await _table
                .UpdateEntityAsync(LedgerPageEntity.TakeOver(page, poster), page.ETag, TableUpdateMode.Merge, cancellationToken).ConfigureAwait(false);
            Meters.StorageEntities.Add(1);
            return page with { Posters = [.. page.Posters, poster], ETag = taken.Headers.ETag!.Value };
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return null;
        }
    }

    public async Task<IReadOnlySet<string>> RemoveAsync(IReadOnlyCollection<LedgerPage> pages, CancellationToken cancellationToken)
    {
        IEnumerable<LedgerPage[]> groups = pages.GroupBy(p => p.Partition).SelectMany(p => p.Chunk(TransactionLimit));
        IReadOnlyList<LedgerPage>[] gone = await Task.WhenAll(groups.Select(g => RemoveGroupAsync(g, cancellationToken))).ConfigureAwait(false);
        return gone.SelectMany(g => g).Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<LedgerPage>> RemoveGroupAsync(LedgerPage[] group, CancellationToken cancellationToken)
    {
        if (group.Length > 1 && await TryRemoveAllAsync(group, cancellationToken).ConfigureAwait(false))
        {
            return group;
        }

        bool[] gone = await Task.WhenAll(group.Select(p => TryRemoveAsync(p, cancellationToken))).ConfigureAwait(false);
        return [.. group.Where((_, i) => gone[i])];
    }

    private async Task<bool> TryRemoveAllAsync(LedgerPage[] group, CancellationToken cancellationToken)
    {
        try
        {
            await _table.SubmitTransactionAsync(
                group.Select(p => new TableTransactionAction(TableTransactionActionType.Delete, KeysOf(p), p.ETag)), cancellationToken).ConfigureAwait(false);
            Meters.StorageEntities.Add(group.Length);
            return true;
        }
        catch (TableTransactionFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }

    private async Task<bool> TryRemoveAsync(LedgerPage page, CancellationToken cancellationToken)
    {
        try
        {
            // No fault when there is none: the answer to an earlier try may have got lost.
            await _table.DeleteEntityAsync(KeysOf(page), page.ETag, cancellationToken).ConfigureAwait(false);
            Meters.StorageEntities.Add(1);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            return false;
        }
    }

    private static TableEntity KeysOf(LedgerPage page) => new(page.Partition, LedgerPageEntity.RowPrefix + page.Id);
}
