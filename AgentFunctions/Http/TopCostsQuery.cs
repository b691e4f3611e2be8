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
        List<FieldError> errors = ListQuery.Misused(query, Known);
        TopCostsQuery read = new(
            ShareOf(query, errors), CostHours.Read(query, now, CostRange.Longest, string.Empty, errors), ListQuery.Limit(query, UsualLimit, errors));
        return errors.Count == 0 ? (read, []) : (null, errors);
    }

    private static decimal ShareOf(IQueryCollection query, List<FieldError> errors)
    {
        if (query["share"].FirstOrDefault() is not { Length: > 0 } text)
        {
            return UsualShare;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal share) && share is > 0 and <= 1)
        {
            return share;
        }

        errors.Add(new FieldError("share", "allowed is a number above 0, up to 1, such as 0.5"));
        return UsualShare;
    }
}
