using AgentFunctions.Tasks;
using AgentFunctions.Tests.Crash.Model;
using ModelCall = AgentFunctions.Tests.Crash.Model.ModelCall;

namespace AgentFunctions.Tests.Crash.Verdict;

/// <summary>Tasks that have the same input, two at least, and the model calls for that input.</summary>
internal sealed record IdenticalTasks(IReadOnlyList<AgentTask> Tasks, IReadOnlyList<ModelCall> Calls)
{
    /// <summary>Calls to which the model gave a correct answer in time, and could give it to the end.</summary>
    public int Answered => Calls.Count(call => call is { Fault: InjectedFault.None, AnsweredAt: not null });

    public static IEnumerable<IdenticalTasks> In(CrashEvidence evidence) => evidence.Stored.Values
        .GroupBy(CrashEvidence.InputOf, StringComparer.Ordinal)
        .Where(tasks => tasks.Count() > 1)
        .Select(tasks => new IdenticalTasks([.. tasks.OrderBy(t => t.CreatedAt)], evidence.Calls.Of(tasks.Key)));

    /// <summary>True when nothing was done to the fleet while one of the tasks was open, none was cancelled, and the model did all calls well.</summary>
    public bool IsQuiet(CrashEvidence evidence)
    {
        if (Tasks.Any(task => task.Status != AgentTaskStatus.Succeeded) || Calls.Any(call => call.Fault != InjectedFault.None))
        {
            return false;
        }

        (DateTimeOffset from, DateTimeOffset to) = (Tasks.Min(t => t.CreatedAt), Tasks.Max(t => t.FinishedAt!.Value));
        return !evidence.Crashes.Any(crash => crash.From <= to && crash.To + (crash.IsOfStorage ? CrashTiming.Lease : TimeSpan.Zero) >= from)
            && !evidence.Ends.Any(end => end.At >= from && end.At <= to);
    }
}
