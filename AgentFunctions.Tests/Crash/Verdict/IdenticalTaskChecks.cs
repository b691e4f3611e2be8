using AgentFunctions.Tasks;

namespace AgentFunctions.Tests.Crash.Verdict;

/// <summary>Holds the model calls for identical tasks against the promise that one call is enough for those that are open at once.</summary>
internal static class IdenticalTaskChecks
{
    public static IEnumerable<Violation> Run(CrashEvidence evidence)
    {
        foreach (IdenticalTasks group in IdenticalTasks.In(evidence))
        {
            if (RunAtOnce(group, evidence))
            {
                yield return new Violation("Of identical tasks one runs at a time", Story(group, evidence));
            }

            // An attempt ends with its first good answer; whoever slept meanwhile could not know that its attempt was over.
            int sleepers = group.Calls.Count(call => CallChecks.IsOfSleeper(call, evidence));
            if (group.Answered - sleepers > group.Tasks.Sum(t => t.Attempts.Count))
            {
                yield return new Violation("An attempt takes one good answer", Story(group, evidence));
            }

            // Those without a source came one after the other, each when the one before had ended, or they ran at once.
            if (group.IsQuiet(evidence) && (group.Answered != group.Tasks.Count(t => t.Source is null) || group.Tasks.Any(t => t.Source is null && t.Attempts.Count != 1)))
            {
                yield return new Violation("Undisturbed, identical tasks that are open at once make one model call", Story(group, evidence));
            }
        }
    }

    private static bool RunAtOnce(IdenticalTasks group, CrashEvidence evidence)
    {
        // Nobody leads or follows without storage: whoever comes while it is away runs by itself.
        TaskAttempt[][] leaders = [.. group.Tasks.Where(t => t.Attempts.Count > 0 && !CameWithoutStorage(t, evidence)).Select(t => t.Attempts.ToArray())];
        return leaders.Where((_, i) => leaders.Skip(i + 1).Any(later => leaders[i].Any(a => later.Any(b => Overlap(a, b))))).Any();
    }

    private static bool CameWithoutStorage(AgentTask task, CrashEvidence evidence) => evidence.Crashes.Any(crash =>
        crash.IsOfStorage && crash.From <= task.Attempts[0].StartedAt && crash.To + CrashTiming.Lease >= task.CreatedAt);

    // All on one clock: the next leader is put in line only after the end of the one before is stored.
    private static bool Overlap(TaskAttempt a, TaskAttempt b) =>
        a.StartedAt < (b.FinishedAt ?? DateTimeOffset.MaxValue) && b.StartedAt < (a.FinishedAt ?? DateTimeOffset.MaxValue);

    private static string Story(IdenticalTasks group, CrashEvidence evidence) =>
        string.Join(Environment.NewLine, group.Tasks.Select(evidence.Story));
}
