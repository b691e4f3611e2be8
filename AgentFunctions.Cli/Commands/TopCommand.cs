using System.CommandLine;
using System.Globalization;
using AgentFunctions.Cli.Input;
using AgentFunctions.Cli.Output;
using AgentFunctions.Client;
using AgentFunctions.Client.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AgentFunctions.Cli.Commands;

/// <summary><c>top</c>: where the cost lies.</summary>
internal static class TopCommand
{
    public static Command Create(CommandBinder bind)
    {
        Option<decimal?> share = new("--share") { Description = "Share of the cost to find the makers of, above 0 to 1 [default: 0.5]" };
        Option<DateTimeOffset?> from = MomentOption.Past("--from", "Start [default: 24h before --to]");
        Option<DateTimeOffset?> to = MomentOption.Past("--to", "End [default: now]");
        Option<int?> limit = new("--limit") { Description = "Most groups and tasks to name, 1 to 1,000 [default: 20]" };
        return bind(new Command("top", "Show which few tasks, agents and models make most of the cost, and what would make it less.") { share, from, to, limit }, async (run, cancellationToken) =>
        {
            TopCostQuery query = new() { Share = run.Get(share), From = run.Get(from), To = run.Get(to), Limit = run.Get(limit) };
            run.Output.Show(await run.Client.Costs.ReadTopAsync(query, cancellationToken), ClientJson.Default.TopCosts, View);
            return ExitCode.Ok;
        });
    }

    private static IEnumerable<IRenderable> View(TopCosts top)
    {
        yield return Format.Line($"{Format.Time(top.Hours.From)} to {Format.Time(top.Hours.To)}, {Format.Usd(top.Cost)}");
        yield return Format.Line(top.Summary);
        if (top.Pareto.Count > 0)
        {
            yield return Curve(top.Pareto);
        }

        yield return Format.Line($"{top.Groups.Count} of {top.Groups.Of} groups make {Format.Percent((double)top.Groups.Share)} of the cost:");
        yield return Format.Table(
            ["agent", "model", ">tasks", ">calls", ">cost", ">share"],
            top.Groups.Items.Select(g => (string[])[g.Agent, g.Model, Format.Number(g.Tasks), Format.Number(g.Calls), Format.Usd(g.Cost), Format.Percent((double)g.Share)]));
        yield return Format.Line($"{top.TopTasks.Count} of {top.TopTasks.Of} tasks make {Format.Percent((double)top.TopTasks.Share)} of the cost:");
        yield return Format.Table(
            ["task", "agent", "model", ">tokens", ">cost", ">share"],
            top.TopTasks.Items.Select(t => (string[])[t.Id, t.Agent, t.Model, Format.Number(t.Tokens), Format.Usd(t.Cost), Format.Percent((double)t.Share)]));
        foreach (GroupSuggestions group in top.Suggestions)
        {
            yield return Format.Line($"{group.Group.Agent} on {group.Group.Model}:");
            foreach (CostSuggestion suggestion in group.Suggestions)
            {
                yield return Format.Line($"  {suggestion.Text}{(suggestion.Saving is { } saving ? $" Saves {Format.Usd(saving)}." : null)}");
            }
        }
    }

    // The Pareto curve: how much of the cost the dearest tasks make.
    private static BarChart Curve(IReadOnlyList<ParetoPoint> points)
    {
        BarChart chart = new BarChart().Width(80).WithMaxValue(100).UseValueFormatter((value, _) => value.ToString("0.#", CultureInfo.InvariantCulture) + "%").LeftAlignLabel();
        foreach (ParetoPoint point in points)
        {
            chart.AddItem($"top {point.Percent}% of tasks", (double)(point.Share * 100), Color.Green);
        }

        return chart;
    }
}
