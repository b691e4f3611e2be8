using AgentFunctions.Costs.Reports;
using AgentFunctions.Intake;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>Reads <c>from</c> and <c>to</c> of a cost report. Without <c>to</c> it ends now, without <c>from</c> it begins 24 h before its end.</summary>
internal static class CostHours
{
    private static readonly TimeSpan Usual = TimeSpan.FromHours(24);

    /// <param name="longest">Longest range allowed.</param>
    /// <param name="why">Said after the longest range, where not every report has the same.</param>
    public static CostRange Read(IQueryCollection query, DateTimeOffset now, TimeSpan longest, string why, List<FieldError> errors)
    {
        int before = errors.Count;
        DateTimeOffset? from = ListQuery.Time(query, "from", errors);
        DateTimeOffset to = ListQuery.Time(query, "to", errors) ?? now;
        DateTimeOffset start = from ?? to - Usual;
        if (errors.Count > before)
        {
            return default;
        }

        if (start >= to)
        {
            errors.Add(new FieldError("from", "must be before 'to', which is now where it is not given"));
        }
        else if (to - start > longest)
        {
            errors.Add(new FieldError("from", $"may be at most {longest.TotalDays:0} days before 'to'{why}"));
        }

        return CostRange.Covering(start, to);
    }
}
