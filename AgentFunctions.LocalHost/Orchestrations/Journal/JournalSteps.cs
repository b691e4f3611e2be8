using AgentFunctions.LocalHost.Persistence;

namespace AgentFunctions.LocalHost.Orchestrations.Journal;

/// <summary>The transactions that move instances on.</summary>
internal static class JournalSteps
{
    /// <summary>Starts an instance.</summary>
    /// <param name="mayReplace">True for the state of an existing instance whose place the new one takes.</param>
    /// <returns>Null when it is started, else the instance in its way.</returns>
    public static InstanceRow? Start(
        SqliteSession session, string hub, NewInstance instance, Func<InstanceRow, bool> mayReplace, long now)
    {
        if (InstanceTable.Find(session, hub, instance.Id, withTexts: false) is { } existing)
        {
            if (!mayReplace(existing))
            {
                return existing;
            }

            InstanceTable.Delete(session, existing.Number);
        }

        var number = InstanceTable.Insert(session, hub, instance, now);
        InboxTable.Add(session, number, Math.Max(now, instance.StartAt), instance.StartMessage);
        return null;
    }

    /// <summary>Stores what a step did and frees the instance.</summary>
    /// <returns>False, and nothing is stored, when the lock was lost: somebody else takes, or took, the same step.</returns>
    public static bool Commit(SqliteSession session, string hub, StepOutcome step, long now)
    {
        if (!InstanceTable.IsHeld(session, step.Lock))
        {
            return false;
        }

        InboxTable.Remove(session, step.Consumed);
        if (step.Change is not { } change)
        {
            Locks.Free(session, step.Lock);
            return true;
        }

        var instance = step.Lock.Number;
        if (!InstanceTable.IsOfExecution(session, instance, change.Execution))
        {
            InstanceTable.ForgetHistory(session, instance);
        }

        InstanceTable.Change(session, step.Lock, change, now);
        InstanceTable.Append(session, instance, step.Events);
        if (change.Status.IsFinal())
        {
            InboxTable.Clear(session, instance);
        }

        Send(session, hub, step, now);
        return true;
    }

    /// <summary>Records the outcome of an activity, once; an instance that ended meanwhile does not hear of it.</summary>
    /// <returns>False, and nothing is stored, when the lock was lost.</returns>
    public static bool Record(SqliteSession session, string hub, WorkLock held, string instance, string response, long now)
    {
        if (ActivityTable.Remove(session, held) is not { } number)
        {
            return false;
        }

        // By number as well: another instance may have the name by now.
        if (InstanceTable.Find(session, hub, instance, withTexts: false) is { IsFinal: false } target && target.Number == number)
        {
            InboxTable.Add(session, number, now, response);
        }

        return true;
    }

    private static void Send(SqliteSession session, string hub, StepOutcome step, long now)
    {
        foreach (var activity in step.Activities)
        {
            ActivityTable.Add(session, hub, step.Lock.Number, activity);
        }

        foreach (var (due, message) in step.Timers)
        {
            InboxTable.Add(session, step.Lock.Number, due, message);
        }

        foreach (var message in step.Messages)
        {
            if (message.Start is not { } start)
            {
                InboxTable.Deliver(session, hub, message.To, message.Message, now);
            }
            else if (Start(session, hub, start, static existing => existing.IsFinal, now) is not null && message.Refusal is { } refusal)
            {
                InboxTable.Add(session, step.Lock.Number, now, refusal);
            }
        }
    }
}
