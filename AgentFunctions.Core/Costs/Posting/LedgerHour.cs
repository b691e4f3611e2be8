using AgentFunctions.Telemetry;
using Azure;
using Azure.Data.Tables;

namespace AgentFunctions.Costs.Posting;

/// <summary>What became of a posting.</summary>
internal enum PostOutcome
{
    /// <summary>It is in the sums, whether by this call or by one before.</summary>
    Posted,

    /// <summary>Not now: others posted to the same sums each time, or pages that were posted have yet to be deleted.</summary>
    Busy,

    /// <summary>Never again under this name: somebody has taken over.</summary>
    Closed,
}

/// <summary>One hour of the ledger, a partition of table <c>costs</c>, as one poster sees it. Not thread-safe.</summary>
/// <remarks>Between two postings it remembers what is stored, so that a poster that is alone never reads.</remarks>
internal sealed class LedgerHour(TableClient costs, DateTimeOffset hour, string poster)
{
    private const int MostTries = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);

    private readonly string _partition = HourSum.PartitionOf(hour);
    private readonly Dictionary<string, HourSum> _sums = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HourAccount> _closed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _forgotten = new(StringComparer.Ordinal);
    private HourAccount? _account;

    /// <summary>Adds portions of this hour to the sums, each once however often it is asked to.</summary>
    /// <param name="portions">At most so many that their keys and the account fit in a transaction.</param>
    public async Task<PostOutcome> PostAsync(IReadOnlyList<LedgerPortion> portions, CancellationToken cancellationToken)
    {
        for (int tried = 0; tried < MostTries; tried++)
        {
            HourAccount account = _account ?? await ReadAsync(cancellationToken).ConfigureAwait(false);
            LedgerPortion[] missing = [.. portions.Where(p => !account.Posted.Contains(p.Id))];
            if (account.Closed || missing.Length == 0)
            {
                return account.Closed ? PostOutcome.Closed : PostOutcome.Posted;
            }

            HashSet<string> posted = [.. account.Posted.Except(_forgotten), .. missing.Select(p => p.Id)];
            if (posted.Count > HourAccount.MostPosted)
            {
                return PostOutcome.Busy;
            }

            if (await TryPostAsync(account with { Posted = posted }, missing).ConfigureAwait(false))
            {
                return PostOutcome.Posted;
            }

            await Task.Delay(FirstPause * Math.Pow(2, tried) * Random.Shared.NextDouble(), cancellationToken).ConfigureAwait(false);
        }

        return PostOutcome.Busy;
    }

    /// <summary>The page of these portions is gone for good: nobody will ask for them again.</summary>
    public void Forget(IEnumerable<string> portions) => _forgotten.UnionWith(portions);

    /// <summary>Keeps another poster from posting to this hour from now on.</summary>
    /// <returns>What it has posted that may still have a page.</returns>
    public async Task<IReadOnlySet<string>> CloseAsync(string other, CancellationToken cancellationToken)
    {
        while (!_closed.ContainsKey(other))
        {
            NullableResponse<TableEntity> found = await costs
                .GetEntityIfExistsAsync<TableEntity>(_partition, HourAccount.RowOf(other), cancellationToken: cancellationToken).ConfigureAwait(false);
            HourAccount account = found.HasValue ? HourAccount.Read(found.Value!) : HourAccount.New(other);
            if (account.Closed || await TrySubmitAsync([(account with { Closed = true }).ToAction(_partition)]).ConfigureAwait(false) is not null)
            {
                _closed[other] = account;
            }
        }

        return _closed[other].Posted;
    }

    private async Task<HourAccount> ReadAsync(CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {_partition} and (RowKey eq {HourAccount.RowOf(poster)} or (RowKey ge {HourSum.FirstRow} and RowKey lt {HourSum.RowsEnd}))");
        HourAccount account = HourAccount.New(poster);
        _sums.Clear();
        await foreach (TableEntity entity in costs.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (entity.RowKey == account.RowKey)
            {
                account = HourAccount.Read(entity);
            }
            else
            {
                _sums[entity.RowKey] = HourSum.Read(entity);
            }
        }

        _account = account;
        return account;
    }

    private async Task<bool> TryPostAsync(HourAccount account, LedgerPortion[] portions)
    {
        List<HourSum> sums = [];
        foreach (IGrouping<LedgerKey, LedgerAmounts> added in portions.SelectMany(p => p.Entries).GroupBy(e => e.Key, e => e.Amounts))
        {
            HourSum sum = _sums.GetValueOrDefault(HourSum.RowOf(added.Key), new HourSum(new LedgerEntry(added.Key, default), ETag: null));
            sums.Add(sum with { Entry = sum.Entry with { Amounts = added.Aggregate(sum.Entry.Amounts, LedgerAmounts.Add) } });
        }

        // Whatever comes of it, what is remembered holds no longer.
        _account = null;
        if (await TrySubmitAsync([account.ToAction(_partition), .. sums.Select(s => s.ToAction())]).ConfigureAwait(false) is not { } etags)
        {
            return false;
        }

        foreach ((HourSum sum, ETag etag) in sums.Zip(etags.Skip(1)))
        {
            _sums[HourSum.RowOf(sum.Entry.Key)] = sum with { ETag = etag };
        }

        _account = account with { ETag = etags[0] };
        _forgotten.Clear();
        return true;
    }

    /// <summary>The new versions; null when something of it had been changed by somebody else, or by a try of this whose answer got lost.</summary>
    private async Task<IReadOnlyList<ETag>?> TrySubmitAsync(IReadOnlyList<TableTransactionAction> actions)
    {
        try
        {
            // Not cancelled: its outcome would be unknown.
            Response<IReadOnlyList<Response>> sent = await costs.SubmitTransactionAsync(actions, CancellationToken.None).ConfigureAwait(false);
            Meters.StorageEntities.Add(actions.Count);
            return [.. sent.Value.Select(r => r.Headers.ETag!.Value)];
        }
        catch (TableTransactionFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return null;
        }
    }
}
