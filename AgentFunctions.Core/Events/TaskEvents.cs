using AgentFunctions.Tasks;

namespace AgentFunctions.Events;

/// <summary>
/// The events of a task's life, told from its stored state alone: every instance tells the same ones with the same ids, now and after a
/// restart, and a later state only adds to them. There are two exceptions: the end of a task that was set aside is taken back by a redrive, and the
/// beginning of an attempt by its having to wait before it asked a model.
/// </summary>
public static class TaskEvents
{
    private const int Begun = 0;
    private const int Batched = 1;
    private const int FirstTurn = 2;
    private const int LastTurn = 98;
    private const int Failed = 100;
    private const int Ended = 101;
    private const int Redriven = 102;
    private const int EndedAfterRedrive = 103;

    /// <summary>All events so far, oldest first.</summary>
    public static IReadOnlyList<LifeEvent> Of(AgentTask task)
    {
        List<LifeEvent> events = [new LifeEvent.Queued(new LifeEventId(0, Begun), null)];
        for (int attempt = 0; attempt <= task.Attempts.Count; attempt++)
        {
            events.AddRange(attempt == 0 ? [] : OfAttempt(task, task.Attempts[attempt - 1]));
            events.AddRange(task.Redrives.Where(r => r.AfterAttempt == attempt).Select(r => new LifeEvent.Redriven(new LifeEventId(attempt, Redriven), r)));
        }

        if (task.IsFinal)
        {
            bool isRedriven = task.Redrives is [.., { AfterAttempt: var after }] && after == task.Attempts.Count;
            events.Add(new LifeEvent.Ended(new LifeEventId(task.Attempts.Count, isRedriven ? EndedAfterRedrive : Ended), task));
        }

        return events;
    }

    /// <summary>Id of the beginning of an attempt.</summary>
    public static LifeEventId BeginningOf(int attempt) => new(attempt, Begun);

    /// <summary>True when a client may have been told an event of that id.</summary>
    /// <remarks>Of the pieces of an answer, which are not kept for long, only the attempt is looked at.</remarks>
    public static bool MayHaveTold(AgentTask task, LifeEventId id) => id switch
    {
        { Delta: > 0 } => task.Stream && id.Attempt >= 1 && id.Attempt <= task.Attempts.Count,

        // An attempt that had to wait before it asked a model leaves no trace.
        { Step: Begun } when id.Attempt == task.Attempts.Count + 1 => task is not { Status: AgentTaskStatus.Succeeded, Source: null },

        // A redrive has taken it back.
        { Step: Ended } when task.Redrives.Any(r => r.AfterAttempt == id.Attempt) => true,
        { Step: >= Batched and <= LastTurn } => id.Attempt >= 1 && id.Attempt <= task.Attempts.Count && task.Attempts[id.Attempt - 1].FinishedAt is not null,
        _ => Of(task).Any(e => e.Id == id),
    };

    private static IEnumerable<LifeEvent> OfAttempt(AgentTask task, TaskAttempt attempt)
    {
        int number = attempt.Number;
        yield return new LifeEvent.Running(BeginningOf(number), attempt);
        if (!IsTakenAway(attempt))
        {
            if (attempt.Calls.FirstOrDefault(c => c.Pack is not null) is { Pack: { } pack } call)
            {
                yield return new LifeEvent.Batched(new LifeEventId(number, Batched), number, call.Model, pack.Items);
            }

            foreach (LifeEvent escalated in Escalations(attempt))
            {
                yield return escalated;
            }
        }

        if (attempt is { FinishedAt: not null, Error: not null })
        {
            bool isRetried = task.Status == AgentTaskStatus.Queued && number == task.Attempts.Count && task.Redrives.All(r => r.AfterAttempt != number);
            yield return new LifeEvent.AttemptFailed(new LifeEventId(number, Failed), attempt, isRetried ? task.DueAt : null);
        }
    }

    private static IEnumerable<LifeEvent> Escalations(TaskAttempt attempt)
    {
        for (int turn = 0; turn + 1 < attempt.Turns.Count && FirstTurn + turn <= LastTurn; turn++)
        {
            int step = FirstTurn + turn;
            yield return new LifeEvent.Escalated(
                new LifeEventId(attempt.Number, step), attempt.Number, attempt.Turns[turn].Model, attempt.Turns[turn + 1].Model, attempt.Turns[turn].Reason);
        }
    }

    // Its worker books what it took when it finds that out, after the end of the attempt may have been told.
    private static bool IsTakenAway(TaskAttempt attempt) =>
        attempt.Error?.Code is TaskError.Deadline || attempt.Error == TaskError.LeaseLost || attempt.Error == TaskError.Cancelled;
}
