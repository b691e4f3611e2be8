using System.CommandLine;
using AgentFunctions.Cli.Input;
using AgentFunctions.Cli.Output;
using AgentFunctions.Client;
using AgentFunctions.Client.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AgentFunctions.Cli.Commands;

/// <summary><c>costs</c>: what was spent and saved.</summary>
internal static class CostsCommand
{
    private const int Bars = 20;

    public static Command Create(CommandBinder bind)
    {
        Option<string[]> by = new("--by") { Description = "What to group by; may be given several times [default: agent model]", AllowMultipleArgumentsPerToken = true };
        by.AcceptOnlyFromAmong([.. Enum.GetNames<CostDimension>().Select(name => name.ToLowerInvariant())]);
        Option<DateTimeOffset?> from = MomentOption.Past("--from", "Start [default: 24h before --to]");
        Option<DateTimeOffset?> to = MomentOption.Past("--to", "End [default: now]");
        return bind(new Command("costs", "Show what was spent and saved, as a table and a chart.") { by, from, to }, async (run, cancellationToken) =>
        {
            CostQuery query = new()
            {
                By = [.. (run.Get(by) ?? []).Select(name => Enum.Parse<CostDimension>(name, ignoreCase: true))],
                From = run.Get(from),
                To = run.Get(to),
            };
            run.Output.Show(await run.Client.Costs.ReadAsync(query, cancellationToken), ClientJson.Default.CostReport, View);
            return ExitCode.Ok;
        });
    }

    private static IEnumerable<IRenderable> View(CostReport report)
    {
        yield return Format.Line($"{Format.Time(report.Hours.From)} to {Format.Time(report.Hours.To)}");
        yield return Format.Table(
            [.. report.By, ">tasks", ">calls", ">cost", ">a task", ">saved", ">passed"],
            [.. report.Rows.Select(row => Cells(report.By.Select(d => KeyOf(row, d)), row)), Cells(report.By.Select((_, i) => i == 0 ? "total" : string.Empty), report.Totals)]);
        CostLine[] charted = [.. report.Rows.Where(row => row.Cost > 0).Take(Bars)];
        if (charted.Length > 0)
        {
            yield return Chart(report, charted);
        }
    }

    private static IEnumerable<string> Cells(IEnumerable<string> keys, CostLine row) =>
    [
        .. keys, Format.Number(row.Tasks), Format.Number(row.Calls), Format.Usd(row.Cost), row.CostPerTask is { } each ? Format.Usd(each) : "-",
        Format.Usd(row.SavedByCache + row.SavedByCoalescing + row.SavedByRouting + row.SavedByBatching), row.PassRate is { } rate ? Format.Percent(rate) : "-",
    ];

    private static BarChart Chart(CostReport report, CostLine[] rows)
    {
        BarChart chart = new BarChart().Width(80).UseValueFormatter((value, _) => Format.Usd((decimal)value)).LeftAlignLabel();
        foreach (CostLine row in rows)
        {
            chart.AddItem(Markup.Escape(string.Join(' ', report.By.Select(d => KeyOf(row, d)))), (double)row.Cost, Color.Green);
        }

        return chart;
    }

    private static string KeyOf(CostLine row, string dimension) => dimension switch
    {
        "tenant" => row.Tenant,
        "agent" => row.Agent,
        "model" => row.Model,
        "lane" => row.Lane,
        "hour" => row.Hour is { } hour ? Format.Time(hour) : null,
        "day" => row.Day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    } ?? "-";
}
