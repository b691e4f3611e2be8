using System.Collections.Concurrent;
using AgentFunctions.Bench.Hosting;
using AgentFunctions.Bench.Measuring;

namespace AgentFunctions.Bench.Throughput;

/// <summary>Submits many no-op tasks at once and waits until all are done.</summary>
internal sealed class LoadRun(BenchHost host, TimeProvider time)
{
    private const int BatchSize = 500;
    private const int BatchesAtOnce = 16;
    private const string StorageCalls = "agentfn.storage.calls";
    private const string StorageEntities = "agentfn.storage.entities";
    private const string QueueOperations = "agentfn.queue.operations";
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    // When nothing has ended for so long, nothing will.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // The system's clock may be set back a little meanwhile.
    private static readonly TimeSpan ClockStep = TimeSpan.FromSeconds(10);

    private readonly TaskApi _api = new(host.Client);

    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <exception cref="InvalidOperationException">A task was not accepted or did not succeed.</exception>
    public async Task<LoadFigures> RunAsync(int tasks, Action<double> progress, CancellationToken cancellationToken)
    {
        DateTimeOffset from = time.GetUtcNow();
        using CounterTally tally = new("agentfn.");
        (TimeSpan Host, TimeSpan Storage) before = host.ProcessorTime();
        long start = time.GetTimestamp();
        HashSet<string> ids = await SubmitAsync(tasks, cancellationToken).ConfigureAwait(false);
        await WaitUntilDoneAsync(tasks, progress, cancellationToken).ConfigureAwait(false);
        TimeSpan elapsed = time.GetElapsedTime(start);
        (TimeSpan Host, TimeSpan Storage) after = host.ProcessorTime();

        // The list is no part of the work.
        tally.Stop();
        return new LoadFigures
        {
            Tasks = tasks,
            Seconds = elapsed.TotalSeconds,
            SubmitToDone = await CheckAsync(ids, tasks, from, cancellationToken).ConfigureAwait(false),
            StorageCalls = tally.PerTask(StorageCalls, tasks),
            StorageEntities = tally.PerTask(StorageEntities, tasks),
            QueueOperations = tally.PerTask(QueueOperations, tasks),
            StorageCallsByOperation = tally.SplitPerTask(StorageCalls, tasks),
            QueueOperationsByOperation = tally.SplitPerTask(QueueOperations, tasks),
            HostMicroseconds = (after.Host - before.Host).TotalMicroseconds / tasks,
            StorageMicroseconds = (after.Storage - before.Storage).TotalMicroseconds / tasks,
        };
    }

    private async Task<HashSet<string>> SubmitAsync(int tasks, CancellationToken cancellationToken)
    {
        ConcurrentBag<string> ids = [];
        ParallelOptions options = new() { MaxDegreeOfParallelism = BatchesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, tasks).Chunk(BatchSize), options, async (chunk, cancel) =>
        {
            foreach (string id in await _api.SubmitBatchAsync(chunk.Length, cancel).ConfigureAwait(false))
            {
                ids.Add(id);
            }
        }).ConfigureAwait(false);
        return [.. ids];
    }

    private async Task WaitUntilDoneAsync(int tasks, Action<double> progress, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(LookEvery, time);
        long last = tasks;
        long movedAt = time.GetTimestamp();
        while (host.CountOpen() is > 0 and var open && time.GetElapsedTime(movedAt) < Patience)
        {
            if (open != last)
            {
                (last, movedAt) = (open, time.GetTimestamp());
                progress(1 - ((double)open / tasks));
            }

            await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }

        progress(1);
    }

    // The count above is the host's own; what is stored decides.
    private async Task<Percentiles> CheckAsync(HashSet<string> ids, int tasks, DateTimeOffset from, CancellationToken cancellationToken)
    {
        MeasuredTask[] listed = [.. (await _api.ListAsync(from - ClockStep, cancellationToken).ConfigureAwait(false)).Where(t => ids.Contains(t.Id))];
        MeasuredTask[] succeeded = [.. listed.Where(t => t.Status == "succeeded")];
        return succeeded.Length == tasks
            ? new Percentiles(succeeded.Select(t => (t.FinishedAt!.Value - t.CreatedAt).TotalMilliseconds))
            : throw new InvalidOperationException($"{succeeded.Length} of {tasks} tasks succeeded; {listed.Length} are listed.");
    }
}
