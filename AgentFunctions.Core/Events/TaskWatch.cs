using System.Runtime.CompilerServices;
using AgentFunctions.Backlog;
using AgentFunctions.Events.Deltas;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Events;

/// <summary>Follows tasks by looking at the store, so that it does not matter which instance works on them.</summary>
/// <param name="deltas">Null where answers under way cannot be seen.</param>
/// <param name="estimates">Null where nothing is known of the line that the tasks stand in.</param>
public sealed class TaskWatch(ITaskStore tasks, IDeltaStore? deltas, BacklogEstimates? estimates, TimeProvider time, ILogger<TaskWatch> log)
{
    /// <summary>Longest that nothing is said.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    /// <summary>Longest that one task is followed; whoever wants more comes again.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan StoragePause = TimeSpan.FromSeconds(5);

    /// <summary>The events of a task, from the one after <paramref name="after"/> to its end or until <see cref="Longest"/> is over.</summary>
    /// <param name="task">As it was just read.</param>
    /// <param name="after">The last event that is known already; null for all.</param>
    /// <returns>Null now and then while nothing happens.</returns>
    public IAsyncEnumerable<LifeEvent?> FollowAsync(AgentTask task, LifeEventId? after, CancellationToken cancellationToken) =>
        LookAgainAsync(task, after, cancellationToken).CountedAsync("task", cancellationToken);

    private async IAsyncEnumerable<LifeEvent?> LookAgainAsync(AgentTask task, LifeEventId? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        WatchPace pace = new(time);
        Told told = new(after);
        long start = time.GetTimestamp();
        long spoken = start;
        while (true)
        {
            TaskEstimate estimate = estimates?.Of(task) ?? default;
            IReadOnlyList<LifeEvent> news = told.NewOf(task, await DeltasAsync(task, told, cancellationToken).ConfigureAwait(false), estimate.Position);
            foreach (LifeEvent happened in news)
            {
                yield return happened;
                spoken = time.GetTimestamp();
            }

            if (task.IsFinal || time.GetElapsedTime(start) >= Longest)
            {
                yield break;
            }

            TimeSpan pause = pace.Next(task, news.Any(e => e is not LifeEvent.Delta), estimate.RetryAfter);
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            if (time.GetElapsedTime(spoken) >= LongestSilence)
            {
                yield return null;
                spoken = time.GetTimestamp();
            }

            task = await LookAsync(task, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<AgentTask> LookAsync(AgentTask task, CancellationToken cancellationToken)
    {
        try
        {
            return await tasks.FindAsync(task.Id, cancellationToken).ConfigureAwait(false) ?? task;
        }
        catch (Exception e) when (StorageFault.IsTransient(e) && !cancellationToken.IsCancellationRequested)
        {
            EventsLog.EventsNotRead(log, e);
            await Task.Delay(StoragePause, time, cancellationToken).ConfigureAwait(false);
            return task;
        }
    }

    // Looked at after the task: whoever ends an attempt has written all its pieces before.
    private async Task<IReadOnlyList<AnswerDelta>> DeltasAsync(AgentTask task, Told told, CancellationToken cancellationToken)
    {
        if (deltas is null || !task.Stream || !told.WantsDeltas(task.Attempts.Count))
        {
            return [];
        }

        try
        {
            return await deltas.ReadAsync(task.Id, task.Attempts.Count, told.LastDelta(task.Attempts.Count), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (StorageFault.IsTransient(e) && !cancellationToken.IsCancellationRequested)
        {
            EventsLog.EventsNotRead(log, e);
            return [];
        }
    }
}
