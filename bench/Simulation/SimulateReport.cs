using AgentFunctions.Bench.Cost;
using AgentFunctions.Bench.Planning;
using Spectre.Console;

namespace AgentFunctions.Bench.Simulation;

/// <summary>Prints plans beside their simulation.</summary>
internal sealed class SimulateReport(IAnsiConsole console)
{
    private const int Width = 200;

    public void Write(IReadOnlyList<VolumeCheck> checks, PlanInputs inputs, int seed)
    {
        console.Profile.Width = Math.Max(Width, console.Profile.Width);
        console.WriteLine(Text($"Tasks of {inputs.Demand.MeanSeconds} s on average, by the output tokens of {inputs.Curve.Source}; peak factor {inputs.Demand.PeakFactor}, --seed {seed}."));
        console.WriteLine("Each cell: planned | simulated. Waits are those of the busiest hour, seconds.");
        Table table = new Table().Border(TableBorder.Rounded);
        foreach (string title in new[] { "tasks a day", "hosting", "min", "max", "X", "mean", "p50", "p95", "p99", "p95 apart by", "utilisation", "instance-hours a day", "USD a month without tokens", "tasks simulated", "took" })
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (VolumeCheck check in checks)
        {
            table.AddRow(check.Refusal is null ? Row(check) : [new Text(Text($"{check.TasksPerDay:N0}")), new Text("not planned")]);
        }

        console.Write(table);
        foreach (VolumeCheck check in checks.Where(c => c.Refusal is not null))
        {
            console.WriteLine(Text($"{check.TasksPerDay:N0} tasks a day: {check.Refusal}"));
        }

        VolumeCheck[] planned = [.. checks.Where(c => c.Refusal is null)];
        foreach (VolumeCheck check in planned)
        {
            foreach (Overload overload in check.Planned!.Plan.Overloads)
            {
                console.WriteLine(Text($"{check.TasksPerDay:N0} tasks a day: {overload.Limit}; {overload.Consequence}; least fix: {overload.LeastFix}"));
            }
        }

        if (planned.MaxBy(c => c.Factor) is { } worst)
        {
            console.WriteLine(Text($"The p95 waits are apart by a factor of {worst.Factor:0.00} at most (at {worst.TasksPerDay:N0} tasks a day); waits below {VolumeCheck.Slack} s count as that."));
        }
    }

    public void Write(IReadOnlyList<TracedRequest> trace)
    {
        const double Minutes = 120;
        console.Profile.Width = Math.Max(Width, console.Profile.Width);
        string dispersion = string.Join(", ", new[] { 1.0, 10, 60, 300 }.Select(s => Text($"{TraceShape.Dispersion(trace, s):0.0} over {s} s")));
        (double least, double most, double leastWork, double mostWork) = TraceShape.Range(trace, Minutes);
        console.WriteLine(Text($"The trace: {trace.Count:N0} requests in {trace[^1].At.TotalSeconds:0} s; variance / mean of their number {dispersion}."));
        console.WriteLine(Text($"Within {Minutes} s there are {least:0.00} to {most:0.00} of the mean requests, and {leastWork:0.00} to {mostWork:0.00} of the mean work."));
    }

    public void Write(IReadOnlyList<KnobCase> cases)
    {
        Table table = new Table().Border(TableBorder.Rounded).Title("The knobs, simulated on Container Apps").AddColumn(new TableColumn("tasks a day").RightAligned()).AddColumn("knobs");
        foreach (string title in new[] { "mean", "p50", "p95", "p99", "utilisation", "instance-hours a day" })
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (KnobCase c in cases)
        {
            table.AddRow(
                new Text(Text($"{c.TasksPerDay:N0}")), new Text(c.Name), new Text(Text($"{c.Busy.Mean:0.0}")), new Text(Text($"{c.Busy.P50:0.0}")), new Text(Text($"{c.Busy.P95:0.0}")),
                new Text(Text($"{c.Busy.P99:0.0}")), new Text(Text($"{c.Busy.Utilisation:0%}")), new Text(Text($"{c.InstanceHours:0}")));
        }

        console.Write(table);
    }

    private static Text[] Row(VolumeCheck c) =>
    [
        new(Text($"{c.TasksPerDay:N0}")),
        new(c.Planned!.Plan.Hosting.Name),
        new(Text($"{c.Plan.Knobs.Minimum}")),
        new(Text($"{c.Plan.Knobs.Maximum}")),
        new(Text($"{c.Plan.Knobs.Depth}")),
        Both(c.Plan.Busy.Mean, c.Run.Busy.Mean, "0.00"),
        Both(c.Plan.Busy.P50, c.Run.Busy.P50, "0.0"),
        Both(c.Plan.Busy.P95, c.Run.Busy.P95, "0.0"),
        Both(c.Plan.Busy.P99, c.Run.Busy.P99, "0.0"),
        new(Text($"{c.Factor:0.00}")),
        Both(c.Plan.Busy.Utilisation, c.Run.Busy.Utilisation, "0.0%"),
        Both(VolumeCheck.InstanceHours(c.Plan), VolumeCheck.InstanceHours(c.Run), "0.0"),
        Both((double)VolumeCheck.CostOf(c.Planned), (double)VolumeCheck.CostOf(c.Simulated!), "N0"),
        new(Text($"{c.Tasks:N0}")),
        new(Text($"{c.Seconds:0.0} s")),
    ];

    private static Text Both(double planned, double simulated, string format) =>
        new($"{planned.ToString(format, System.Globalization.CultureInfo.InvariantCulture)} | {simulated.ToString(format, System.Globalization.CultureInfo.InvariantCulture)}");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
