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
        List<FieldError> errors = ListQuery.Misused(query, Known);
        CostDimension[] by = Dimensions(query, errors);
        CostRange hours = by.Contains(CostDimension.Hour)
            ? CostHours.Read(query, now, CostRange.LongestByHour, " when grouped by hour", errors)
            : CostHours.Read(query, now, CostRange.Longest, string.Empty, errors);
        return errors.Count == 0 ? (new CostsQuery(by, hours), []) : (null, errors);
    }

    private static CostDimension[] Dimensions(IQueryCollection query, List<FieldError> errors)
    {
        if (query["by"].FirstOrDefault() is not { Length: > 0 } text)
        {
            return Usual;
        }

        CostDimension[] known = Enum.GetValues<CostDimension>();
        string[] names = text.Split(',', StringSplitOptions.TrimEntries);
        errors.AddRange(names.Distinct()
            .Where(n => known.All(d => d.ToApi() != n))
            .Take(known.Length)
            .Select(n => new FieldError("by", $"'{n}' is no dimension; allowed are {string.Join(", ", known.Select(d => d.ToApi()))}, separated by commas")));
        if (names.Length != names.Distinct().Count())
        {
            errors.Add(new FieldError("by", "names a dimension more than once"));
        }

        return [.. names.SelectMany(n => known.Where(d => d.ToApi() == n))];
    }
}
