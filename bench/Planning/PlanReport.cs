using AgentFunctions.Costs;
using Spectre.Console;

namespace AgentFunctions.Bench.Planning;

/// <summary>Prints a plan.</summary>
internal sealed class PlanReport(IAnsiConsole console)
{
    // A console that is no terminal has 80 columns, which would break the rows.
    private const int Width = 190;

    public void Write(PlanOutcome outcome)
    {
        console.Profile.Width = Math.Max(Width, console.Profile.Width);
        Plan plan = outcome.Plan;
        WriteDemand(plan);
        foreach (Overload overload in plan.Overloads)
        {
            console.MarkupLineInterpolated($"[red]Overload:[/] {overload.Limit}");
            console.WriteLine($"  what comes of it: {overload.Consequence}");
            console.WriteLine($"  the least fix: {overload.LeastFix}");
        }

        WriteKnobs(plan);
        WriteWaits(plan);
        WriteBill(outcome.Bill);
        WritePrices(outcome);
    }

    private void WriteDemand(Plan plan)
    {
        Demand demand = plan.Inputs.Demand;
        console.WriteLine(Text($"{demand.TasksPerDay:N0} tasks a day, {demand.WorkedPerDay:N0} of them with a worker for {demand.MeanSeconds} s."));
        console.WriteLine(Text($"Busiest hour: {demand.BusyRate * 3600:N0}, {demand.BusyRate:0.####} a second; {demand.BusyRate * demand.MeanSeconds:0.##} at a time (Little's law)."));
        console.WriteLine(Text($"Bursts: {plan.Inputs.Curve.Source}; service times vary by {plan.Inputs.Curve.Cv:0.##} of their mean. A day is one busiest hour and 23 even ones."));
        string units = plan.Queue.Units > 0 ? Text($" with {plan.Queue.Units} messaging units") : string.Empty;
        console.WriteLine(Text($"Stage {plan.Stage}, hosting {plan.Hosting.Name}, queue {plan.Queue.Name}{units}, regions {plan.Regions}."));
    }

    private void WriteKnobs(Plan plan)
    {
        Table table = new Table().Border(TableBorder.Rounded).Title("Settings").AddColumns("knob", "value", "where to set it");
        foreach ((string knob, string value, string where) in KnobSettings.Of(plan))
        {
            table.AddRow(new Text(knob), new Text(value), new Text(where));
        }

        console.Write(table);
    }

    private void WriteWaits(Plan plan)
    {
        Table table = new Table().Border(TableBorder.Rounded).Title("Wait for a worker, seconds").AddColumn("pool").AddColumn("hours");
        foreach (string title in new[] { "mean", "p50", "p95", "p99", "utilisation", "instances", "executing" })
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (PoolPlan pool in plan.Pools)
        {
            table.AddRow(Row(pool.Name, "busiest", pool.Busy));
            table.AddRow(Row(string.Empty, "others", pool.Quiet));
        }

        console.Write(table);
    }

    private static Text[] Row(string name, string hours, PoolFigures f) =>
    [
        new(name), new(hours), new(Text($"{f.Mean:0.00}")), new(Text($"{f.P50:0.0}")), new(Text($"{f.P95:0.0}")), new(Text($"{f.P99:0.0}")),
        new(Text($"{f.Utilisation:0%}")), new(Text($"{f.Instances:0.00}")), new(Text($"{f.Active:0.00}")),
    ];

    private void WriteBill(IReadOnlyList<BillLine> bill)
    {
        Table table = new Table().Border(TableBorder.Rounded).Title("A month, US dollars").AddColumn("component").AddColumn(new TableColumn("cost").RightAligned()).AddColumn("reckoned from");
        foreach (BillLine line in bill)
        {
            table.AddRow(new Text(line.Name), new Text(Money(line.Low, line.High)), new Text(line.Basis));
        }

        table.AddRow(new Text("all"), new Text(Money(bill.Aggregate(default(Usd), (sum, b) => sum + b.Low), bill.Aggregate(default(Usd), (sum, b) => sum + b.High))), new Text(string.Empty));
        console.Write(table);
    }

    private void WritePrices(PlanOutcome outcome)
    {
        console.WriteLine(outcome.Prices.Note);
        foreach ((string name, ListPrice price) in outcome.Prices.Prices.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (!outcome.Plan.Hosting.IsLocal || name.StartsWith("model.", StringComparison.Ordinal))
            {
                string free = price.Free > 0 ? Text($", beyond {price.Free:N0}") : string.Empty;
                console.WriteLine(Text($"  {name}: {price.Usd} for {price.Per:N0} {price.Unit}{free}; {price.Region}, {price.Date}; {price.Source}"));
            }
        }
    }

    private static string Money(Usd low, Usd high) => Cents(low) == Cents(high) ? Cents(low) : $"{Cents(low)} to {Cents(high)}";

    private static string Cents(Usd amount) => Text($"{amount.Amount:N2}");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
