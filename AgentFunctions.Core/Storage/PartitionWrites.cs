using System.Globalization;
using AgentFunctions.Telemetry;
using Azure;
using Azure.Data.Tables;

namespace AgentFunctions.Storage;

/// <summary>The writes to one partition that wait or are under way. Closed for good once it runs empty.</summary>
/// <param name="closed">Told when that happens.</param>
internal sealed class PartitionWrites(TableClient table, Action<PartitionWrites> closed)
{
    // The service's limits on one transaction: 100 entities and 4 MiB; a little is left for the envelope.
    private const int MostEntities = 100;
    private const int MostBytes = 3 * 1024 * 1024;

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
            int bytes = 0;
            for (LinkedListNode<CombinedWrite>? node = _waiting.First; node is not null && group.Count < MostEntities;)
            {
                LinkedListNode<CombinedWrite>? next = node.Next;
                bool fits = group.Count == 0 || bytes + node.Value.Bytes <= MostBytes;

                // A transaction may touch an entity once.
                if (fits && rows.Add(node.Value.Action.Entity.RowKey))
                {
                    group.Add(node.Value);
                    bytes += node.Value.Bytes;
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
                Response<IReadOnlyList<Response>> sent = await table.SubmitTransactionAsync(group.Select(w => w.Action)).ConfigureAwait(false);
                Meters.StorageEntities.Add(group.Count);
                for (int i = 0; i < group.Count; i++)
                {
                    group[i].Succeed(sent.Value[i].Headers.ETag!.Value.ToString());
                }

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

    private async Task SendAloneAsync(CombinedWrite write)
    {
        try
        {
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
