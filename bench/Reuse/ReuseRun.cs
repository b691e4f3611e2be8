using AgentFunctions.Bench.Hosting;
using AgentFunctions.Bench.Measuring;

namespace AgentFunctions.Bench.Reuse;

/// <summary>Figures of one kind of task, in milliseconds.</summary>
/// <param name="Answer">From the post to its answer, as the client sees it.</param>
/// <param name="Done">From just before the post to the stored end.</param>
/// <param name="StorageCalls">Requests to storage for a task, from its intake to the end of its worker's work.</param>
/// <param name="Operations">The same by operation.</param>
internal sealed record ReuseFigures(
    ReuseCase Case, Percentiles Answer, Percentiles Done, double StorageCalls, IReadOnlyDictionary<string, double> Operations);

/// <summary>Posts tasks of one kind one after another, each when the one before is done.</summary>
internal sealed class ReuseRun(TaskApi api, Func<long> open, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public async Task<ReuseFigures> RunAsync(ReuseCase kind, int posts, CancellationToken cancellationToken)
    {
        // The first one of a kind that repeats is the one that is repeated.
        await PostAsync(kind, -1, cancellationToken);
        List<double> answers = [];
        List<(string Id, DateTimeOffset Before)> posted = [];
        using CounterTally tally = new("agentfn.storage.calls");
        for (int i = 0; i < posts; i++)
        {
            DateTimeOffset before = time.GetUtcNow();
            long start = time.GetTimestamp();
            MeasuredTask task = await api.SubmitAsync(kind.Body(i), cancellationToken);
            answers.Add(time.GetElapsedTime(start).TotalMilliseconds);
            posted.Add((task.Id, before));
            await UntilIdleAsync(cancellationToken);
        }

        tally.Stop();
        List<double> done = [];
        foreach ((string id, DateTimeOffset before) in posted)
        {
            MeasuredTask task = await api.GetAsync(id, cancellationToken);
            done.Add(task is { Status: "succeeded", FinishedAt: { } end } ? (end - before).TotalMilliseconds : throw new InvalidOperationException($"Task {id} is {task.Status}."));
        }

        return new ReuseFigures(kind, new Percentiles(answers), new Percentiles(done), tally.PerTask("agentfn.storage.calls", posts), tally.SplitPerTask("agentfn.storage.calls", posts));
    }

    private async Task PostAsync(ReuseCase kind, int number, CancellationToken cancellationToken)
    {
        await api.SubmitAsync(kind.Body(number), cancellationToken);
        await UntilIdleAsync(cancellationToken);
    }

    // A worker has a few things to do after the end of its task.
    private async Task UntilIdleAsync(CancellationToken cancellationToken)
    {
        do
        {
            await Task.Delay(Pause, time, cancellationToken);
        }
        while (open() > 0);
    }
}
