using System.Diagnostics;
using AgentFunctions.Bench.Hosting;
using AgentFunctions.Bench.Measuring;

namespace AgentFunctions.Bench.Throughput;

/// <summary>Figures of one run under load.</summary>
internal sealed record LoadFigures(
    int Tasks, TimeSpan Elapsed, Percentiles SubmitToDone, double StorageCalls, double StorageEntities, double QueueOperations, string StorageSplit, string QueueSplit)
{
    /// <summary>Processor time a task of the host, the client of the measurement included.</summary>
    public required double HostMicroseconds { get; init; }

    /// <summary>Processor time a task of the storage emulator.</summary>
    public required double StorageMicroseconds { get; init; }

    public double TasksPerSecond => Tasks / Elapsed.TotalSeconds;
}

/// <summary>Submits many no-op tasks at once and waits until all are done.</summary>
internal sealed class LoadRun(BenchHost host)
{
    private const int BatchSize = 500;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    // The system's clock may be set back a little meanwhile.
    private static readonly TimeSpan ClockStep = TimeSpan.FromSeconds(10);

    private readonly TaskApi _api = new(host.Client);

    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <exception cref="InvalidOperationException">A task did not succeed.</exception>
    public async Task<LoadFigures> RunAsync(int tasks, Action<double> progress, CancellationToken cancellationToken)
    {
        DateTimeOffset from = DateTimeOffset.UtcNow;
        using CounterTally tally = new("agentfn.");
        (TimeSpan Host, TimeSpan Storage) before = host.ProcessorTime();
        Stopwatch watch = Stopwatch.StartNew();
        Task<IReadOnlyList<string>[]> submits = Task.WhenAll(Enumerable.Range(0, tasks).Chunk(BatchSize).Select(chunk => _api.SubmitBatchAsync(chunk.Length, cancellationToken)));
        while (!submits.IsCompleted || await _api.CountOpenAsync(cancellationToken).ConfigureAwait(false) is > 0 and var open && Tell(progress, tasks, open))
        {
            await Task.Delay(LookEvery, cancellationToken).ConfigureAwait(false);
        }

        HashSet<string> ids = [.. (await submits.ConfigureAwait(false)).SelectMany(i => i)];
        TimeSpan elapsed = watch.Elapsed;
        (TimeSpan Host, TimeSpan Storage) after = host.ProcessorTime();
        (double calls, double entities, double operations) =
            (tally.Of("agentfn.storage.calls"), tally.Of("agentfn.storage.entities"), tally.Of("agentfn.queue.operations"));
        (string storage, string queue) = (Split(tally, "agentfn.storage.calls", tasks), Split(tally, "agentfn.queue.operations", tasks));
        MeasuredTask[] done = [.. (await _api.ListAsync(from - ClockStep, cancellationToken).ConfigureAwait(false)).Where(t => ids.Contains(t.Id))];
        if (done.Length != tasks || done.Any(t => t.Status != "succeeded"))
        {
            throw new InvalidOperationException($"{done.Count(t => t.Status == "succeeded")} of {tasks} tasks succeeded; {done.Length} are listed.");
        }

        Percentiles latency = new(done.Select(t => (t.FinishedAt!.Value - t.CreatedAt).TotalMilliseconds));
        return new LoadFigures(tasks, elapsed, latency, calls / tasks, entities / tasks, operations / tasks, storage, queue)
        {
            HostMicroseconds = (after.Host - before.Host).TotalMicroseconds / tasks,
            StorageMicroseconds = (after.Storage - before.Storage).TotalMicroseconds / tasks,
        };
    }

    private static bool Tell(Action<double> progress, int tasks, long open)
    {
        progress(1 - ((double)open / tasks));
        return true;
    }

    private static string Split(CounterTally tally, string counter, int tasks) =>
        string.Join(", ", tally.Split(counter).Select(s => FormattableString.Invariant($"{s.Operation} {(double)s.Sum / tasks:0.000}")));
}
