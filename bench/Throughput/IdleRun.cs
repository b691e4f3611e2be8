using AgentFunctions.Bench.Hosting;
using AgentFunctions.Bench.Measuring;

namespace AgentFunctions.Bench.Throughput;

/// <summary>Figures of single tasks on an idle host, in milliseconds.</summary>
/// <param name="Accepted">From the post to its answer, as the client sees it.</param>
/// <param name="SubmitToStart">From just before the post to the stored start of work.</param>
/// <param name="SubmitToDone">From just before the post to the stored end.</param>
internal sealed record IdleFigures(Percentiles Accepted, Percentiles SubmitToStart, Percentiles SubmitToDone);

/// <summary>Posts one task after another, each when the one before is done.</summary>
internal sealed class IdleRun(TaskApi api, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    public async Task<IdleFigures> RunAsync(int posts, Action<double> progress, CancellationToken cancellationToken)
    {
        List<double> accepted = [];
        List<double> started = [];
        List<double> done = [];
        using PeriodicTimer pause = new(Pause, time);
        for (int i = 0; i < posts; i++)
        {
            await pause.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
            DateTimeOffset before = time.GetUtcNow();
            long start = time.GetTimestamp();
            string id = await api.SubmitAsync(i, cancellationToken).ConfigureAwait(false);
            accepted.Add(time.GetElapsedTime(start).TotalMilliseconds);
            MeasuredTask task = await FinishAsync(id, pause, cancellationToken).ConfigureAwait(false);
            started.Add((task.StartedAt!.Value - before).TotalMilliseconds);
            done.Add((task.FinishedAt!.Value - before).TotalMilliseconds);
            progress((i + 1.0) / posts);
        }

        return new IdleFigures(new Percentiles(accepted), new Percentiles(started), new Percentiles(done));
    }

    private async Task<MeasuredTask> FinishAsync(string id, PeriodicTimer pause, CancellationToken cancellationToken)
    {
        while (true)
        {
            await pause.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
            switch (await api.GetAsync(id, cancellationToken).ConfigureAwait(false))
            {
                case { Status: "succeeded" } task:
                    return task;
                case { FinishedAt: not null } task:
                    throw new InvalidOperationException($"Task {id} is {task.Status}.");
            }
        }
    }
}
