using System.Runtime.CompilerServices;
using AgentFunctions.Intake.Batches;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Events;

/// <summary>Follows all tasks of a batch at once, a few storage requests a look.</summary>
public sealed class BatchWatch(ITaskScan tasks, TimeProvider time, ILogger<BatchWatch> log)
{
    // A worker stamps the end of a task before it stores it, and may have to try for as long as ten minutes.
    private static readonly TimeSpan Unordered = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan StoragePause = TimeSpan.FromSeconds(5);

    /// <summary>The tasks of a batch as they stand, in the order in which they came.</summary>
    public async Task<IReadOnlyList<ScannedTask>> ReadAsync(TaskBatch batch, CancellationToken cancellationToken)
    {
        Dictionary<TaskId, ScannedTask> found = await tasks.ScanAsync(batch.Tasks, cancellationToken).ToDictionaryAsync(t => t.Id, cancellationToken: cancellationToken).ConfigureAwait(false);
        return [.. batch.Tasks.Where(found.ContainsKey).Select(id => found[id])];
    }

    /// <summary>The changes of a batch's tasks, until all are over or <see cref="TaskWatch.Longest"/> is.</summary>
    /// <param name="after">Ends of tasks up to this moment are known already, but for late ones; null: nothing is.</param>
    /// <returns>Null now and then while nothing happens.</returns>
    public IAsyncEnumerable<BatchEvent?> FollowAsync(TaskBatch batch, DateTimeOffset? after, CancellationToken cancellationToken) =>
        LookAgainAsync(batch, after, cancellationToken).CountedAsync("batch", cancellationToken);

    private async IAsyncEnumerable<BatchEvent?> LookAgainAsync(TaskBatch batch, DateTimeOffset? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        WatchPace pace = new(time);
        Dictionary<TaskId, (AgentTaskStatus, int)> told = [];
        DateTimeOffset? mark = after;
        long start = time.GetTimestamp();
        long spoken = start;
        while (true)
        {
            IReadOnlyList<ScannedTask> now = await LookAsync(batch, cancellationToken).ConfigureAwait(false);
            ScannedTask[] news = [.. now.Where(t => IsNew(t, told, after)).OrderBy(t => t.FinishedAt ?? DateTimeOffset.MinValue)];
            foreach (ScannedTask task in news)
            {
                told[task.Id] = Standing(task);
                mark = task.FinishedAt > mark || mark is null ? task.FinishedAt : mark;
                yield return new BatchEvent.Changed(mark, task);
                spoken = time.GetTimestamp();
            }

            if (now.Count == batch.Tasks.Count && now.All(t => TaskLifecycle.IsFinal(t.Status)))
            {
                yield return new BatchEvent.Finished(mark, now);
                yield break;
            }

            if (time.GetElapsedTime(start) >= TaskWatch.Longest)
            {
                yield break;
            }

            await Task.Delay(pace.Next(news.Length > 0), time, cancellationToken).ConfigureAwait(false);
            if (time.GetElapsedTime(spoken) >= TaskWatch.LongestSilence)
            {
                yield return null;
                spoken = time.GetTimestamp();
            }
        }
    }

    private static bool IsNew(ScannedTask task, Dictionary<TaskId, (AgentTaskStatus, int)> told, DateTimeOffset? after) =>
        task.Status != AgentTaskStatus.Queued
        && (!told.TryGetValue(task.Id, out (AgentTaskStatus, int) known) ? !(task.FinishedAt < after - Unordered) : known != Standing(task));

    private static (AgentTaskStatus, int) Standing(ScannedTask task) => (task.Status, task.Attempts.Count);

    private async Task<IReadOnlyList<ScannedTask>> LookAsync(TaskBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (StorageFault.IsTransient(e) && !cancellationToken.IsCancellationRequested)
        {
            EventsLog.EventsNotRead(log, e);
            await Task.Delay(StoragePause, time, cancellationToken).ConfigureAwait(false);
            return [];
        }
    }
}
