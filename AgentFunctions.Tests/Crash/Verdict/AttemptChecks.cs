using AgentFunctions.Tasks;
using AgentFunctions.Tests.Crash.Fleet;

namespace AgentFunctions.Tests.Crash.Verdict;

/// <summary>Holds the attempts that did not succeed against what was done to the fleet.</summary>
internal static class AttemptChecks
{
    // A process that was killed is noted as ended only when the test gets to it.
    private static readonly TimeSpan Notice = TimeSpan.FromSeconds(2);

    public static IEnumerable<Violation> Run(CrashEvidence evidence)
    {
        foreach (AgentTask task in evidence.Stored.Values)
        {
            if (task.Attempts.Any(attempt => attempt.Error?.Code == TaskError.Internal))
            {
                yield return new Violation("A worker knows what may happen to it", evidence.Story(task));
            }

            if (task.Attempts.FirstOrDefault(attempt => IsLost(attempt) && !IsExplained(attempt, evidence)) is { } attempt)
            {
                yield return new Violation(
                    "An attempt is lost only with its worker, or when worker or storage stood still",
                    $"    attempt {attempt.Number} of:{Environment.NewLine}{evidence.Story(task)}");
            }
        }
    }

    /// <summary>True when nobody closed the attempt but the worker that took the task over.</summary>
    public static bool IsLost(TaskAttempt attempt) => attempt.Error?.Code == TaskError.LeaseLost.Code;

    private static bool IsExplained(TaskAttempt attempt, CrashEvidence evidence) =>
        evidence.Ends.Any(end => end.Name == evidence.NameOf(attempt.Worker) && end.At <= attempt.FinishedAt + Notice)
        || evidence.Crashes.Any(crash =>
            (crash.IsOfStorage || (crash.Kind == CrashKind.HostPause && crash.Host == evidence.NameOf(attempt.Worker)))
            && crash.From <= attempt.FinishedAt && crash.To + CrashTiming.Lease >= attempt.StartedAt);
}
