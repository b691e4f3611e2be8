using AgentFunctions.Costs.Reports.Top;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>Where the cost lies.</summary>
/// <param name="Hours">The tasks are those that were created in these hours.</param>
/// <param name="Share">Share of the cost that was asked about.</param>
/// <param name="Cost">US dollars, of all tasks.</param>
/// <param name="Summary">The curve in a sentence.</param>
/// <param name="Gini">0 when all tasks cost the same, towards 1 when one has all the cost; null when there is none.</param>
/// <param name="Pareto">What the dearest tasks cost; empty when there is no cost.</param>
/// <param name="Groups">The fewest agents on a model that make the share.</param>
/// <param name="TopTasks">The fewest tasks that make the share.</param>
/// <param name="Suggestions">For the five dearest groups, where there is something to suggest.</param>
internal sealed record CostTopView(
    CostHoursView Hours,
    decimal Share,
    int Tasks,
    decimal Cost,
    string Summary,
    double? Gini,
    IReadOnlyList<ParetoPointView> Pareto,
    TopSetView<GroupCostView> Groups,
    TopSetView<TaskCostView> TopTasks,
    IReadOnlyList<AgentOutliersView> Outliers,
    IReadOnlyList<GroupSuggestionsView> Suggestions)
{
    private const int SummarizedPercent = 10;

    public static IResult Of(TopReport report, decimal share) => Results.Json(
        new CostTopView(
            CostHoursView.Of(report.Hours),
            share,
            report.Tasks,
            report.Cost.Amount,
            SummaryOf(report),
            report.Curve.Gini is { } gini ? Math.Round(gini, 6) : null,
            [.. report.Curve.Points.Select(p => new ParetoPointView(p.Percent, p.Tasks, p.Cost.Amount, Rounded(p.Share)))],
            TopSetView.Of(report.TopGroups, g => GroupCostView.Of(g, report.Tenant)),
            TopSetView.Of(report.TopTasks, TaskCostView.Of),
            [.. report.Outliers.Select(AgentOutliersView.Of)],
            [.. report.Suggestions.Select(s => GroupSuggestionsView.Of(s, report.Tenant))]),
        ApiJson.Sent.CostTopView);

    internal static decimal Rounded(decimal share) => Math.Round(share, 6);

    private static string SummaryOf(TopReport report) => (report.Tasks, report.Curve.Points.FirstOrDefault(p => p.Percent == SummarizedPercent)) switch
    {
        (0, _) => "No task was created in these hours.",
        (_, null) => $"The tasks of these hours ({report.Tasks:N0}) cost nothing.",
        (_, { } top) => $"The top {top.Percent}% of tasks ({top.Tasks:N0} of {report.Tasks:N0}) are {top.Share * 100:0.##}% of the cost.",
    };
}

/// <summary>What the dearest tasks cost.</summary>
/// <param name="Tasks">How many tasks the percentage is, rounded up.</param>
/// <param name="Cost">US dollars.</param>
/// <param name="Share">That cost as a part of all, 0 to 1.</param>
internal sealed record ParetoPointView(int Percent, int Tasks, decimal Cost, decimal Share);
