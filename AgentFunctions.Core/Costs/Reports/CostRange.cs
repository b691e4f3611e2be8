namespace AgentFunctions.Costs.Reports;

/// <summary>The whole hours that a report covers, UTC.</summary>
/// <param name="From">Start of the first hour.</param>
/// <param name="To">End of the last hour.</param>
public readonly record struct CostRange(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Longest range of a report.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>Longest range of a report that has a row for each hour.</summary>
    public static readonly TimeSpan LongestByHour = TimeSpan.FromDays(31);

    // No task is older.
    private static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch;

    /// <summary>The hours that hold the moments from <paramref name="from"/> until before <paramref name="to"/>.</summary>
    public static CostRange Covering(DateTimeOffset from, DateTimeOffset to)
    {
        DateTimeOffset last = LedgerKey.HourOf(to.ToUniversalTime());
        bool isCut = last < to && last < DateTimeOffset.MaxValue.AddHours(-1);
        return new CostRange(Later(LedgerKey.HourOf(from.ToUniversalTime()), Earliest), Later(isCut ? last.AddHours(1) : last, Earliest));
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
