using System.Diagnostics;
using AgentFunctions.Bench.Hosting;
using AgentFunctions.Bench.Measuring;

namespace AgentFunctions.Bench.Throughput;

/// <summary>Figures of single tasks on an idle host, in milliseconds.</summary>
internal sealed record IdleFigures(Percentiles Accepted, Percentiles SubmitToStart, Percentiles SubmitToDone);

/// <summary>Posts one task after another, each when the one before is done.</summary>
internal sealed class IdleRun(TaskApi api)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    public async Task<IdleFigures> RunAsync(int posts, Action<double> progress, CancellationToken cancellationToken)
    {
        List<double> accepted = [];
        List<double> started = [];
        List<double> done = [];
        for (int i = 0; i < posts; i++)
        {
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            DateTimeOffset before = DateTimeOffset.UtcNow;
            long start = Stopwatch.GetTimestamp();
            string id = await api.SubmitAsync(i, cancellationToken).ConfigureAwait(false);
            accepted.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            MeasuredTask task;
            do
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
                task = await api.GetAsync(id, cancellationToken).ConfigureAwait(false);
            }
            while (task.FinishedAt is null);
            started.Add((task.StartedAt!.Value - before).TotalMilliseconds);
            done.Add((task.FinishedAt.Value - before).TotalMilliseconds);
            progress((i + 1.0) / posts);
        }

        return new IdleFigures(new Percentiles(accepted), new Percentiles(started), new Percentiles(done));
    }
}
