using System.Globalization;
using AgentFunctions.Bench.Measuring;
using AgentFunctions.Bench.Peers;
using Spectre.Console;

namespace AgentFunctions.Bench.Throughput;

/// <summary>Prints the figures: a table to compare, then plain lines to keep.</summary>
internal sealed class ThroughputReport(IAnsiConsole console)
{
    private const int PlainWidth = 140;
    private const string Own = "Agent Functions";

    public void Write(ThroughputFigures figures)
    {
        if (!console.Profile.Out.IsTerminal)
        {
            // A file or a pipe has no width; the usual guess of 80 would break the lines.
            console.Profile.Width = Math.Max(console.Profile.Width, PlainWidth);
        }

        WriteTable(figures);
        Line($"machine: {figures.Machine.Cores} cores, {figures.Machine.System}, {figures.Machine.Runtime}{Load(figures.Machine)}");
        if (figures.Loads.Count > 0)
        {
            WriteHost(figures);
        }

        foreach (PeerOutcome peer in figures.Peers)
        {
            WritePeer(peer);
        }

        Line($"again: {figures.Command}");
    }

    private void WriteTable(ThroughputFigures figures)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("no-op tasks");
        foreach (string title in new[] { "tasks/s, median", "slowest", "fastest", "single task when idle, p50" })
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        if (figures.Loads.Count > 0)
        {
            table.AddRow(Row(Own, [.. figures.Loads.Select(l => l.TasksPerSecond)], figures.Idle?.SubmitToDone.P50));
        }

        foreach (PeerOutcome.Measured peer in figures.Peers.OfType<PeerOutcome.Measured>())
        {
            table.AddRow(Row($"{peer.Name} {peer.Figures.Version}, Redis", peer.Figures.TasksPerSecond, peer.Figures.IdleMilliseconds));
        }

        if (table.Rows.Count > 0)
        {
            console.Write(table);
        }
    }

    private static Text[] Row(string name, IReadOnlyList<double> rates, double? idle) =>
    [
        new(name),
        Cell($"{new Percentiles(rates).P50:0}"),
        Cell($"{rates.Min():0}"),
        Cell($"{rates.Max():0}"),
        idle is { } milliseconds ? Cell($"{milliseconds:0.0} ms") : new Text("-"),
    ];

    private static void WriteHost(ThroughputFigures figures)
    {
        ThroughputPlan plan = figures.Plan;
        Line($"{plan.Tasks} no-op tasks a run, offline model, cache off, {plan.MaxWorkers} workers, storage emulator and queues on disk, after a warm-up of as many");
        foreach ((int index, LoadFigures load) in figures.Loads.Index())
        {
            Line($"run {index + 1}: {load.TasksPerSecond:0} tasks/s end to end; submit to done {Times(load.SubmitToDone)}");
            Line($"  per task: {load.StorageCalls:0.000} storage calls, {load.StorageEntities:0.00} entities, {load.QueueOperations:0.00} queue operations; processor time of host and client {load.HostMicroseconds:0} us, of the storage emulator {load.StorageMicroseconds:0} us");
        }

        Line($"storage calls per task, last run: {Split(figures.Loads[^1].StorageCallsByOperation)}");
        Line($"queue operations per task, last run: {Split(figures.Loads[^1].QueueOperationsByOperation)}");
        if (figures.Idle is { } idle)
        {
            Line($"single posts on the idle host: 202 after {Times(idle.Accepted)}");
            Line($"  submit to start of work {Times(idle.SubmitToStart)}; submit to done {Times(idle.SubmitToDone)}");
        }
    }

    private static void WritePeer(PeerOutcome outcome)
    {
        switch (outcome)
        {
            case PeerOutcome.Measured { Figures: var figures } peer:
                string rates = string.Join(", ", figures.TasksPerSecond.Select(r => r.ToString("0", CultureInfo.InvariantCulture)));
                Line($"{peer.Name} {figures.Version} with Redis, concurrency {figures.Concurrency}: {rates} tasks/s end to end; single task when idle p50 {figures.IdleMilliseconds:0.0} ms");
                break;
            case PeerOutcome.NotMeasured peer:
                Line($"{peer.Name}: not measured; {peer.Reason}");
                break;
        }
    }

    private static string Load(Machine machine) => machine.Load is { } load ? FormattableString.Invariant($", load average {load:0.0} before") : string.Empty;

    private static string Times(Percentiles p) => FormattableString.Invariant($"p50 {p.P50:0.0} ms, p95 {p.P95:0.0} ms, p99 {p.P99:0.0} ms");

    private static string Split(IReadOnlyDictionary<string, double> split) =>
        string.Join(", ", split.Select(s => FormattableString.Invariant($"{s.Key} {s.Value:0.000}")));

    private static Text Cell(FormattableString text) => new(FormattableString.Invariant(text));

    // Not through the console, which would wrap them.
    private static void Line(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
