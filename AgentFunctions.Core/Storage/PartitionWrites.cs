using System.Globalization;
using AgentFunctions.Costs.Posting;
using AgentFunctions.Telemetry;
using Azure;
using Azure.Data.Tables;

namespace AgentFunctions.Storage;

/// <summary>The writes to one partition that wait or are under way. Closed for good once it runs empty.</summary>
/// <param name="outbox">Gets the ledger pages that were stored with the writes.</param>
/// <param name="closed">Told when that happens.</param>
internal sealed class PartitionWrites(TableClient table, LedgerOutbox outbox, Action<PartitionWrites> closed)
{
    // The service's limits on one transaction: 100 entities and 4 MiB; a little is left for the envelope.
    private const int MostEntities = 100;
    private const int MostBytes = 3 * 1024 * 1024;

    // A ledger page is one entity, of at most 1 MiB with two bytes a character.
    private const int MostChargeBytes = 400 * 1024;

    // One prepares its body while the other is at the service.
    private const int MostUnderWay = 2;

    // A group in which this many writes conflicted has little in common; its writes go one by one.
    private const int MostRegroupings = 3;

    private readonly Lock _lock = new();
    private readonly LinkedList<CombinedWrite> _waiting = [];
    private int _underWay;
    private bool _closed;

    /// <summary>False when this partition has run empty and takes no more.</summary>
    public bool TryAdd(CombinedWrite write)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return false;
            }

            _waiting.AddLast(write);
            if (_underWay == MostUnderWay)
            {
                return true;
            }

            _underWay++;
        }

        _ = SendAllAsync();
        return true;
    }

    private async Task SendAllAsync()
    {
        while (TakeGroup() is { Count: > 0 } group)
        {
            await SendAsync(group).ConfigureAwait(false);
        }

        if (Volatile.Read(ref _closed))
        {
            closed(this);
        }
    }

    private List<CombinedWrite> TakeGroup()
    {
        lock (_lock)
        {
            List<CombinedWrite> group = [];
            HashSet<string> rows = new(StringComparer.Ordinal);
            (int bytes, int charges) = (0, 0);
            for (LinkedListNode<CombinedWrite>? node = _waiting.First; node is not null && group.Count < MostEntities;)
            {
                LinkedListNode<CombinedWrite>? next = node.Next;
                (int bytesThen, int chargesThen) = (bytes + node.Value.Bytes, charges + node.Value.ChargeBytes);
                bool fits = group.Count == 0
                    || (bytesThen + chargesThen <= MostBytes && chargesThen <= MostChargeBytes && group.Count + (chargesThen > 0 ? 2 : 1) <= MostEntities);

                // A transaction may touch an entity once.
                if (fits && rows.Add(node.Value.Action.Entity.RowKey))
                {
                    group.Add(node.Value);
                    (bytes, charges) = (bytesThen, chargesThen);
                    _waiting.Remove(node);
                }

                node = next;
            }

            if (group.Count == 0)
            {
                _underWay--;
                _closed = _underWay == 0;
            }

            return group;
        }
    }

    private async Task SendAsync(List<CombinedWrite> group)
    {
        for (int regroupings = 0; group.Count > 1 && regroupings < MostRegroupings; regroupings++)
        {
            try
            {
                await SubmitAsync(group).ConfigureAwait(false);
                return;
            }
            catch (TableTransactionFailedException e) when (e.FailedTransactionActionIndex is { } failed && failed < group.Count)
            {
                // Nothing of the group was stored. The one at fault learns its own error; the others try again.
                await SendAloneAsync(group[failed]).ConfigureAwait(false);
                group.RemoveAt(failed);
            }
            catch (RequestFailedException e) when (e.Status is >= 400 and < 500 and not 408 and not 429)
            {
                break;
            }
            catch (Exception e)
            {
                // The boundary of the pump: whatever it is belongs to those who wait for these writes.
                group.ForEach(w => w.Fail(e));
                return;
            }
        }

        await Task.WhenAll(group.Select(SendAloneAsync)).ConfigureAwait(false);
    }

    /// <summary>Sends writes together with a page of just their charges: of both or none it is known that they are stored.</summary>
    /// <remarks>
    /// A write succeeds once, since its condition no longer holds then. So its charges stand on one stored page, even when the
    /// answer gets lost and the same is sent again, in this or another group.
    /// </remarks>
    private async Task SubmitAsync(List<CombinedWrite> group)
    {
        LedgerPage? page = LedgerPage.For(group[0].Action.Entity.PartitionKey, outbox.Poster, group.SelectMany(w => w.Charges));
        List<TableTransactionAction> actions = [.. group.Select(w => w.Action)];
        if (page is not null)
        {
            actions.Add(new TableTransactionAction(TableTransactionActionType.Add, LedgerPageEntity.Of(page)));
        }

        Response<IReadOnlyList<Response>> sent = await table.SubmitTransactionAsync(actions).ConfigureAwait(false);
        Meters.StorageEntities.Add(actions.Count);
        ETag[] etags = [.. sent.Value.Select(r => r.Headers.ETag!.Value)];
        if (page is not null)
        {
            outbox.Add(page with { ETag = etags[^1] });
        }

        for (int i = 0; i < group.Count; i++)
        {
            group[i].Succeed(etags[i].ToString());
        }
    }

    private async Task SendAloneAsync(CombinedWrite write)
    {
        try
        {
            if (write.Charges.Count > 0)
            {
                await SubmitAsync([write]).ConfigureAwait(false);
                return;
            }

            Response response = await SendAsync(write.Action).ConfigureAwait(false);
            Meters.StorageEntities.Add(1);
            write.Succeed(response.Headers.ETag!.Value.ToString());
        }
        catch (Exception e)
        {
            write.Fail(e);
        }
    }

    private Task<Response> SendAsync(TableTransactionAction action) => action.ActionType switch
    {
        TableTransactionActionType.Add => table.AddEntityAsync((TableEntity)action.Entity),
        TableTransactionActionType.UpdateMerge => table.UpdateEntityAsync((TableEntity)action.Entity, action.ETag, TableUpdateMode.Merge),
        TableTransactionActionType.UpdateReplace => table.UpdateEntityAsync((TableEntity)action.Entity, action.ETag, TableUpdateMode.Replace),
        _ => throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture, $"{action.ActionType} is not combined.")),
    };
}
