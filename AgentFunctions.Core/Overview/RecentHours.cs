using AgentFunctions.Costs;
using AgentFunctions.Costs.Posting;
using AgentFunctions.Tasks;

namespace AgentFunctions.Overview;

/// <summary>Reads the ledger's sums of the running hour and the 24 before it, for all tenants at once. Thread-safe.</summary>
/// <remarks>Hours that are over are read again about once a minute only: all that still comes to them is what an instance posts late.</remarks>
public sealed class RecentHours(ILedgerStore ledger, ILedgerPosting posting, TimeProvider time)
{
    /// <summary>Hours before the running one.</summary>
    public const int Before = 24;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private OverHours? _over;

    /// <summary>The sums as they are now; those of hours that are over, as they were a minute ago at most.</summary>
    /// <param name="now">UTC; the hour that holds it is the running one.</param>
    internal async Task<HourlySums> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await posting.FlushAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset running = LedgerKey.HourOf(now);
        IReadOnlyDictionary<TenantHour, LedgerAmounts> over = await OverAsync(running, cancellationToken).ConfigureAwait(false);
        return new HourlySums(running, over, await AddUpAsync(running, running.AddHours(1), cancellationToken).ConfigureAwait(false));
    }

    private async Task<IReadOnlyDictionary<TenantHour, LedgerAmounts>> OverAsync(DateTimeOffset running, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _over) is { } known && known.Until == running && time.GetElapsedTime(known.ReadAt) < Kept)
        {
            return known.Sums;
        }

        long start = time.GetTimestamp();
        IReadOnlyDictionary<TenantHour, LedgerAmounts> sums = await AddUpAsync(running.AddHours(-Before), running, cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _over, new OverHours(running, start, sums));
        return sums;
    }

    private async Task<IReadOnlyDictionary<TenantHour, LedgerAmounts>> AddUpAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        Dictionary<TenantHour, LedgerAmounts> sums = [];
        await foreach (LedgerEntry entry in ledger.ReadAsync(from, to, cancellationToken).ConfigureAwait(false))
        {
            TenantHour key = new(entry.Key.Tenant, entry.Key.Hour);
            sums[key] = sums.GetValueOrDefault(key) + entry.Amounts;
        }

        return sums;
    }

    private sealed record OverHours(DateTimeOffset Until, long ReadAt, IReadOnlyDictionary<TenantHour, LedgerAmounts> Sums);
}

/// <summary>What all tenants' tasks came to, hour by hour.</summary>
/// <param name="Running">Start of the running hour, UTC.</param>
/// <param name="Over">Of the hours before it.</param>
/// <param name="Now">Of the running hour.</param>
internal sealed record HourlySums(DateTimeOffset Running, IReadOnlyDictionary<TenantHour, LedgerAmounts> Over, IReadOnlyDictionary<TenantHour, LedgerAmounts> Now)
{
    /// <summary>All hours of a tenant, oldest first, those without anything included.</summary>
    public IReadOnlyList<HourFigures> Of(TenantId tenant) =>
    [
        .. Enumerable.Range(-RecentHours.Before, RecentHours.Before).Select(h => Of(tenant, Running.AddHours(h), Over)),
        Of(tenant, Running, Now),
    ];

    private static HourFigures Of(TenantId tenant, DateTimeOffset hour, IReadOnlyDictionary<TenantHour, LedgerAmounts> sums) => new(hour, sums.GetValueOrDefault(new TenantHour(tenant, hour)));
}

/// <summary>An hour of a tenant.</summary>
/// <param name="Hour">Its start, UTC.</param>
internal readonly record struct TenantHour(TenantId Tenant, DateTimeOffset Hour);
