using AgentFunctions.Tasks;
using AgentFunctions.Tests.Crash.Fleet;

namespace AgentFunctions.Tests.Crash.Verdict;

/// <summary>Holds the tasks that were given the answer of an identical one against that one.</summary>
internal static class FollowerChecks
{
    // Whoever stored the leader's end tells the followers at once; should it die over that, its message comes again.
    private static readonly TimeSpan ToldWithin = CrashTiming.LockDuration * 3;

    // Undisturbed for so long after the leader's end, a worker has told them.
    private static readonly TimeSpan Undisturbed = TimeSpan.FromSeconds(2);

    public static IEnumerable<Violation> Run(CrashEvidence evidence)
    {
        foreach (AgentTask task in evidence.Stored.Values.Where(t => t.Source is not null))
        {
            AgentTask? source = evidence.Stored.GetValueOrDefault(task.Source!.Task.ToString());
            if (task is not { Status: AgentTaskStatus.Succeeded, Attempts: [] } || task.Cost != default || task.Usage != default)
            {
                yield return new Violation("An answer that was given costs nothing and takes no attempt", evidence.Story(task));
            }

            if (source is null || !IsRight(task, source))
            {
                yield return new Violation(
                    "An answer is given by an identical task that succeeded, which bears its cost",
                    $"{evidence.Story(task)}{Environment.NewLine}{(source is null ? "    from none" : evidence.Story(source))}");
            }
            else if (task.Source.Origin == AnswerOrigin.Leader && IsLate(task, source, evidence))
            {
                yield return new Violation(
                    "A follower is answered when its leader ends, not only by maintenance", $"{evidence.Story(task)}{Environment.NewLine}{evidence.Story(source)}");
            }
        }
    }

    private static bool IsRight(AgentTask task, AgentTask source) =>
        source is { Status: AgentTaskStatus.Succeeded, Source: null, Attempts: [.., { Error: null } last] }
        && source.WorkKey == task.WorkKey
        && CrashEvidence.InputOf(source) == CrashEvidence.InputOf(task)
        && source.Model == task.Model
        && last.Cost == task.Source!.Saved
        && last.Cost != default
        && source.FinishedAt <= task.FinishedAt
        && (task.Source.Origin == AnswerOrigin.Leader || task.Cache is { Use: true });

    private static bool IsLate(AgentTask task, AgentTask leader, CrashEvidence evidence)
    {
        DateTimeOffset from = task.CreatedAt > leader.FinishedAt ? task.CreatedAt : leader.FinishedAt!.Value;
        return task.FinishedAt > from + ToldWithin && !evidence.Crashes.Any(crash =>
            Concerns(crash, leader, evidence)
            && crash.From <= from + (crash.IsOfStorage ? ToldWithin : Undisturbed)
            && crash.To + CrashTiming.Lease >= leader.Attempts[^1].StartedAt);
    }

    private static bool Concerns(CrashNote crash, AgentTask leader, CrashEvidence evidence) =>
        crash.Host is null || crash.IsOfStorage || crash.Kind is CrashKind.AllHosts or CrashKind.StorageOwner
        || crash.Host.StartsWith("intake", StringComparison.Ordinal) || crash.Host == evidence.NameOf(leader.Attempts[^1].Worker);
}
