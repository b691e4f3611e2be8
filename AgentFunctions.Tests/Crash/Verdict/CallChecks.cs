using AgentFunctions.Tasks;
using AgentFunctions.Tests.Crash.Fleet;
using AgentFunctions.Tests.Crash.Model;

namespace AgentFunctions.Tests.Crash.Verdict;

/// <summary>Holds the calls that the model counted against what is stored of the tasks.</summary>
internal static class CallChecks
{
    public static IEnumerable<Violation> Run(CrashEvidence evidence)
    {
        // Calls carry the mark of the input; a call fits when it fits one of the tasks that have this input.
        foreach (IGrouping<string, AgentTask> tasks in evidence.Stored.Values.GroupBy(CrashEvidence.InputOf, StringComparer.Ordinal))
        {
            foreach (ModelCall call in evidence.Calls.Of(tasks.Key).Where(call => !IsOfSleeper(call, evidence)))
            {
                if (tasks.All(task => IsAfterEnd(call, task)))
                {
                    yield return new Violation("The model is not called for a task that is final", Evidence(evidence, call, tasks));
                }
                else if (!tasks.Any(task => IsOfAttempt(call, task, evidence)))
                {
                    yield return new Violation("The model is called only within an attempt that is on record", Evidence(evidence, call, tasks));
                }
            }
        }

        foreach (AgentTask task in evidence.Stored.Values.Where(t => t.Error is not null && !IsJustified(t, evidence)))
        {
            yield return new Violation("A task fails only for what was done to it", evidence.Story(task));
        }
    }

    // It stood still between its last look at the clock and the call; what it does next it learns from its next renewal.
    public static bool IsOfSleeper(ModelCall call, CrashEvidence evidence) => evidence.Crashes.Any(crash =>
        crash.Kind == CrashKind.HostPause && crash.Host == call.Caller && call.StartedAt >= crash.From && call.StartedAt <= crash.To + CrashTiming.Awakening);

    private static bool IsAfterEnd(ModelCall call, AgentTask task) =>
        task.FinishedAt is { } end && call.StartedAt > end + Tolerance(task);

    private static bool IsOfAttempt(ModelCall call, AgentTask task, CrashEvidence evidence) =>
        evidence.WorkerNames.TryGetValue(call.Caller, out string? worker) && task.Attempts.Any(attempt =>
            attempt.Worker == worker
            && attempt.StartedAt <= call.StartedAt + CrashTiming.Granularity
            && (attempt.FinishedAt is not { } end || call.StartedAt <= end + Tolerance(task)));

    // A worker learns of a cancellation when it renews its lease, which it must before the lease is over.
    private static TimeSpan Tolerance(AgentTask task) =>
        task.Status == AgentTaskStatus.Cancelled ? CrashTiming.Lease : CrashTiming.Granularity;

    private static bool IsJustified(AgentTask task, CrashEvidence evidence)
    {
        ModelCall[] calls = [.. evidence.Calls.Of(CrashEvidence.InputOf(task)).Where(call => IsOfAttempt(call, task, evidence))];
        return task.Error!.Code switch
        {
            TaskError.InvalidOutput => calls.Any(c => c.Fault is InjectedFault.WrongContent or InjectedFault.WrongShape),
            TaskError.OutputTruncated => calls.Any(c => c.Fault == InjectedFault.Truncated),
            TaskError.StorageUnavailable => evidence.Crashes.Any(c => c.IsOfStorage),
            TaskError.ModelUnavailable => calls.Any(c => c.Fault != InjectedFault.None),
            _ => task.Error.Code == TaskError.LeaseLost.Code && task.Status == AgentTaskStatus.DeadLettered,
        };
    }

    private static string Evidence(CrashEvidence evidence, ModelCall call, IEnumerable<AgentTask> tasks) =>
        $"    {call}{Environment.NewLine}{string.Join(Environment.NewLine, tasks.Select(evidence.Story))}";
}
