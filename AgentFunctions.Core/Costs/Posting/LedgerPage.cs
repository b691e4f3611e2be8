using Azure;

namespace AgentFunctions.Costs.Posting;

/// <summary>
/// The ledger entries of the writes of one transaction, stored by that transaction beside the tasks and deleted when they are
/// in the sums.
/// </summary>
/// <param name="Partition">Partition of the tasks that caused them.</param>
/// <param name="Id">32 hex digits.</param>
/// <param name="Posters">Who may post it: the last one. Those before it may have posted some of it; see <see cref="LedgerHour.CloseAsync"/>.</param>
/// <param name="Entries">One a key.</param>
internal sealed record LedgerPage(string Partition, string Id, IReadOnlyList<string> Posters, IReadOnlyList<LedgerEntry> Entries)
{
    // With the poster's own account well below the 100 entities of a transaction.
    private const int MostEntriesPosted = 50;

    /// <summary>Version of the stored page.</summary>
    public ETag ETag { get; init; }

    /// <summary>When it was stored or last taken over, by the clock of the storage service.</summary>
    public DateTimeOffset StoredAt { get; init; }

    public string Poster => Posters[^1];

    /// <summary>A new page for the entries of several writes; null when there are none.</summary>
    public static LedgerPage? For(string partition, string poster, IEnumerable<LedgerEntry> entries)
    {
        Dictionary<LedgerKey, LedgerAmounts> sums = [];
        foreach (LedgerEntry entry in entries)
        {
            sums[entry.Key] = sums.GetValueOrDefault(entry.Key) + entry.Amounts;
        }

        return sums.Count == 0
            ? null
            : new LedgerPage(partition, Guid.NewGuid().ToString("n"), [poster], [.. sums.Select(s => new LedgerEntry(s.Key, s.Value))]);
    }

    /// <summary>What is posted in one go each. Whoever reads the page gets the same portions.</summary>
    public IReadOnlyList<LedgerPortion> Portions() =>
    [
        .. Entries.GroupBy(e => e.Key.Hour)
            .SelectMany(hour => hour.Chunk(MostEntriesPosted).Select(entries => (Hour: hour.Key, Entries: entries)))
            .Select((portion, number) => new LedgerPortion(FormattableString.Invariant($"{Id}.{number}"), portion.Hour, portion.Entries)),
    ];
}

/// <summary>Entries of a page that belong to one hour and are posted by one transaction.</summary>
/// <param name="Id">The page's id, a dot and a number.</param>
internal sealed record LedgerPortion(string Id, DateTimeOffset Hour, IReadOnlyList<LedgerEntry> Entries);
