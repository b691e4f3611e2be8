using AgentFunctions.Costs.Reports;

namespace AgentFunctions.Http;

/// <summary>Reads <c>from</c> and <c>to</c> of a cost report. Without <c>to</c> it ends now, without <c>from</c> it begins 24 h before its end.</summary>
internal static class CostHours
{
    private static readonly TimeSpan Usual = TimeSpan.FromHours(24);

    /// <param name="longest">Longest range allowed.</param>
    /// <param name="why">Said after the longest range, where not every report has the same.</param>
    public static CostRange Read(QueryFields query, DateTimeOffset now, TimeSpan longest, string why)
    {
        int before = query.Errors.Count;
        DateTimeOffset? from = query.Time("from");
        DateTimeOffset to = query.Time("to") ?? now;
        DateTimeOffset start = from ?? to - Usual;
        if (query.Errors.Count > before)
        {
            return default;
        }

        if (start >= to)
        {
            query.Add("from", "must be before 'to', which is now where it is not given");
        }
        else if (to - start > longest)
        {
            query.Add("from", $"may be at most {longest.TotalDays:0} days before 'to'{why}");
        }

        return CostRange.Covering(start, to);
    }
}
