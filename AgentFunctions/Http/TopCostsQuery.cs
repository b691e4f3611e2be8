using System.Globalization;
using AgentFunctions.Costs.Reports;
using AgentFunctions.Intake;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>What GET /costs/top is asked.</summary>
/// <param name="Share">Share of the cost to find the makers of, above 0 to 1.</param>
/// <param name="Limit">Most groups and tasks to name, 1 to 1,000.</param>
internal sealed record TopCostsQuery(decimal Share, CostRange Hours, int Limit)
{
    private const decimal UsualShare = 0.5m;
    private const int UsualLimit = 20;

    private static readonly string[] Known = ["share", "from", "to", "limit"];

    /// <summary>The question, or all that is wrong with it.</summary>
    public static (TopCostsQuery? Query, IReadOnlyList<FieldError> Errors) Read(IQueryCollection query, DateTimeOffset now)
    {
        QueryFields fields = new(query, Known);
        TopCostsQuery read = new(
            ShareOf(fields), CostHours.Read(fields, now, CostRange.Longest, string.Empty), fields.Limit(UsualLimit));
        return fields.Errors.Count == 0 ? (read, []) : (null, fields.Errors);
    }

    private static decimal ShareOf(QueryFields query)
    {
        if (query.Text("share") is not { } text)
        {
            return UsualShare;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal share) && share is > 0 and <= 1)
        {
            return share;
        }

        query.Add("share", "allowed is a number above 0, up to 1, such as 0.5");
        return UsualShare;
    }
}
