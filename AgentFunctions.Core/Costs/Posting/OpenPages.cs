using AgentFunctions.Storage;
using Azure.Data.Tables;

namespace AgentFunctions.Costs.Posting;

/// <summary>The pages that this instance has still to post or to delete. Not thread-safe.</summary>
/// <remarks>
/// A page is posted under the name of its last poster only, and that name belongs to one instance. To take over a page is to
/// become its last poster, under the page's version, then to close the accounts of those before. So of two that want to post
/// a page one always learns of the other, however late it awakes.
/// </remarks>
internal sealed class OpenPages(LedgerOutbox outbox, ILedgerPages pages, TableClient costs)
{
    private const int MostKeysPosted = 90;
    private const int MostPortionsPosted = 300;

    // The current one, the one before, and a few for pages that were left behind.
    private const int MostHoursRemembered = 8;

    private readonly Dictionary<string, OpenPage> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<DateTimeOffset, LedgerHour> _hours = [];
    private string _poster = outbox.Poster;

    public bool IsEmpty => _open.Count == 0 && outbox.IsEmpty;

    /// <summary>Posts what is open and deletes the pages of what is posted. What fails stays open.</summary>
    public async Task PostAsync(CancellationToken cancellationToken)
    {
        LedgerPage[] stored = [.. outbox.TakeAll()];
        foreach (LedgerPage page in stored.Where(p => p.Poster == _poster))
        {
            _open.Add(page.Id, new OpenPage(page, page.Portions()));
        }

        // Stored under the name before, and perhaps taken over already.
        await TakeOverAsync([.. stored.Where(p => p.Poster != _poster)], cancellationToken).ConfigureAwait(false);
        if (!await TryPostAsync(cancellationToken).ConfigureAwait(false))
        {
            LedgerPage[] left = [.. _open.Values.Select(p => p.Page)];
            Rename();
            await TakeOverAsync(left, cancellationToken).ConfigureAwait(false);
            await TryPostAsync(cancellationToken).ConfigureAwait(false);
        }

        await RemoveAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes over pages that were left behind.</summary>
    /// <returns>How many.</returns>
    public async Task<int> TakeOverAsync(IReadOnlyList<LedgerPage> left, CancellationToken cancellationToken)
    {
        LedgerPage[] unknown = [.. left.Where(p => !_open.ContainsKey(p.Id))];
        if (unknown.Any(p => p.Poster == _poster))
        {
            // Its own, but the answer to that write got lost. It may yet turn up; under another name it does no harm then.
            Rename();
        }

        int before = _open.Count;
        foreach (LedgerPage page in unknown)
        {
            if (await pages.TakeOverAsync(page, _poster, cancellationToken).ConfigureAwait(false) is { } taken)
            {
                _open.Add(taken.Id, new OpenPage(taken, await UnpostedAsync(page, cancellationToken).ConfigureAwait(false)));
            }
        }

        return _open.Count - before;
    }

    /// <summary>False when the poster's name is used up.</summary>
    private async Task<bool> TryPostAsync(CancellationToken cancellationToken)
    {
        foreach (IGrouping<DateTimeOffset, LedgerPortion> hour in _open.Values.SelectMany(p => p.Unposted).GroupBy(p => p.Hour).ToArray())
        {
            if (!await TryPostAsync(HourOf(hour.Key), hour, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> TryPostAsync(LedgerHour hour, IEnumerable<LedgerPortion> portions, CancellationToken cancellationToken)
    {
        foreach (IReadOnlyList<LedgerPortion> batch in Batches(portions))
        {
            switch (await hour.PostAsync(batch, cancellationToken).ConfigureAwait(false))
            {
                case PostOutcome.Posted:
                    HashSet<LedgerPortion> posted = [.. batch];
                    foreach (OpenPage page in _open.Values)
                    {
                        page.Unposted.RemoveAll(posted.Contains);
                    }

                    break;
                case PostOutcome.Closed:
                    return false;
            }
        }

        return true;
    }

    private static IEnumerable<IReadOnlyList<LedgerPortion>> Batches(IEnumerable<LedgerPortion> portions)
    {
        List<LedgerPortion> batch = [];
        HashSet<LedgerKey> keys = [];
        foreach (LedgerPortion portion in portions)
        {
            HashSet<LedgerKey> together = [.. keys, .. portion.Entries.Select(e => e.Key)];
            if (batch.Count > 0 && (together.Count > MostKeysPosted || batch.Count == MostPortionsPosted))
            {
                yield return batch;
                batch = [];
                together = [.. portion.Entries.Select(e => e.Key)];
            }

            batch.Add(portion);
            keys = together;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private async Task RemoveAsync(CancellationToken cancellationToken)
    {
        OpenPage[] posted = [.. _open.Values.Where(p => p.Unposted.Count == 0)];
        IReadOnlySet<string> gone = await pages.RemoveAsync([.. posted.Select(p => p.Page)], cancellationToken).ConfigureAwait(false);
        foreach (OpenPage page in posted)
        {
            _open.Remove(page.Page.Id);
            if (gone.Contains(page.Page.Id))
            {
                foreach (IGrouping<DateTimeOffset, LedgerPortion> hour in page.Page.Portions().GroupBy(p => p.Hour))
                {
                    HourOf(hour.Key).Forget(hour.Select(p => p.Id));
                }
            }
        }
    }

    private async Task<IEnumerable<LedgerPortion>> UnpostedAsync(LedgerPage page, CancellationToken cancellationToken)
    {
        List<LedgerPortion> unposted = [];
        foreach (LedgerPortion portion in page.Portions())
        {
            bool isPosted = false;
            foreach (string other in page.Posters)
            {
                isPosted |= (await HourOf(portion.Hour).CloseAsync(other, cancellationToken).ConfigureAwait(false)).Contains(portion.Id);
            }

            if (!isPosted)
            {
                unposted.Add(portion);
            }
        }

        return unposted;
    }

    private void Rename()
    {
        outbox.Rename();
        _poster = outbox.Poster;
        _open.Clear();
        _hours.Clear();
    }

    private LedgerHour HourOf(DateTimeOffset hour)
    {
        if (!_hours.TryGetValue(hour, out LedgerHour? known))
        {
            if (_hours.Count == MostHoursRemembered)
            {
                _hours.Remove(_hours.Keys.Min());
            }

            _hours[hour] = known = new LedgerHour(costs, hour, _poster);
        }

        return known;
    }

    private sealed class OpenPage(LedgerPage page, IEnumerable<LedgerPortion> unposted)
    {
        public LedgerPage Page { get; } = page;

        public List<LedgerPortion> Unposted { get; } = [.. unposted];
    }
}
