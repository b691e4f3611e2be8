using System.Globalization;
using System.Runtime.InteropServices;
using AgentFunctions.Bench.Measuring;
using AgentFunctions.Bench.Peers;

namespace AgentFunctions.Bench.Throughput;

/// <summary>Prints the figures, plain, so that they can be kept and compared.</summary>
internal static class ThroughputReport
{
    public static void Write(ThroughputPlan plan, IReadOnlyList<LoadFigures> loads, IdleFigures idle, IReadOnlyList<PeerFigures> peers)
    {
        Line($"Machine: {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
        Line($"{plan.Tasks} no-op tasks, offline model, cache off, {plan.Workers} workers, storage emulator and queues on disk, after a warm-up of as many");
        foreach ((int index, LoadFigures load) in loads.Index())
        {
            Line($"run {index + 1}: {load.TasksPerSecond:0} tasks/s end to end; submit to done {Text(load.SubmitToDone)}; {load.StorageCalls:0.000} storage calls, {load.StorageEntities:0.00} entities, {load.QueueOperations:0.00} queue operations per task; processor time per task: host and client {load.HostMicroseconds:0} us, storage emulator {load.StorageMicroseconds:0} us");
        }

        Line($"storage calls per task, last run: {loads[^1].StorageSplit}");
        Line($"queue operations per task, last run: {loads[^1].QueueSplit}");
        Line($"single posts on the idle host: 202 {Text(idle.Accepted)}; submit to start of work {Text(idle.SubmitToStart)}; submit to done {Text(idle.SubmitToDone)}");
        foreach (PeerFigures peer in peers)
        {
            Line(peer.Problem is { } problem
                ? (FormattableString)$"{peer.Name}: not measured; {problem}"
                : $"{peer.Name}: {peer.TasksPerSecond:0} tasks/s end to end; idle round trip p50 {peer.IdleMilliseconds:0.0} ms");
        }
    }

    private static string Text(Percentiles p) => string.Create(CultureInfo.InvariantCulture, $"p50 {p.P50:0.0} ms, p95 {p.P95:0.0} ms, p99 {p.P99:0.0} ms");

    private static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
