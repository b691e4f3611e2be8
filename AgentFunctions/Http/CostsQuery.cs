using AgentFunctions.Costs.Reports;
using AgentFunctions.Intake;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>What GET /costs is asked.</summary>
/// <param name="By">As the client ordered them; at least one.</param>
internal sealed record CostsQuery(IReadOnlyList<CostDimension> By, CostRange Hours)
{
    private static readonly string[] Known = ["by", "from", "to"];
    private static readonly CostDimension[] Usual = [CostDimension.Agent, CostDimension.Model];

    /// <summary>The question, or all that is wrong with it.</summary>
    public static (CostsQuery? Query, IReadOnlyList<FieldError> Errors) Read(IQueryCollection query, DateTimeOffset now)
    {
        QueryFields fields = new(query, Known);
        CostDimension[] by = Dimensions(fields);
        CostRange hours = by.Contains(CostDimension.Hour)
            ? CostHours.Read(fields, now, CostRange.LongestByHour, " when grouped by hour")
            : CostHours.Read(fields, now, CostRange.Longest, string.Empty);
        return fields.Errors.Count == 0 ? (new CostsQuery(by, hours), []) : (null, fields.Errors);
    }

    private static CostDimension[] Dimensions(QueryFields query)
    {
        if (query.Text("by") is not { } text)
        {
            return Usual;
        }

        CostDimension[] known = Enum.GetValues<CostDimension>();
        string[] names = text.Split(',', StringSplitOptions.TrimEntries);
        foreach (string name in names.Distinct().Where(n => known.All(d => d.ToApi() != n)).Take(known.Length))
        {
            query.Add("by", $"'{name}' is no dimension; allowed are {string.Join(", ", known.Select(d => d.ToApi()))}, separated by commas");
        }

        if (names.Length != names.Distinct().Count())
        {
            query.Add("by", "names a dimension more than once");
        }

        return [.. names.SelectMany(n => known.Where(d => d.ToApi() == n))];
    }
}
