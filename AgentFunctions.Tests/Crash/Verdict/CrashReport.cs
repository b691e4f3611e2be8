using AgentFunctions.Costs;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Crash.Fleet;
using AgentFunctions.Tests.Crash.Model;
using ModelCall = AgentFunctions.Tests.Crash.Model.ModelCall;

namespace AgentFunctions.Tests.Crash.Verdict;

/// <summary>What a run did, for a person.</summary>
internal static class CrashReport
{
    private const int ViolationsShown = 5;
    private const int EndsShown = 5;

    public static string Of(CrashEvidence evidence)
    {
        AgentTask[] accepted = [.. evidence.Stored.Values.Where(t => evidence.Accepted.Markers.ContainsKey(t.Id.ToString()))];
        ModelCall[] calls = [.. evidence.Calls.All];
        HostEnd[] unasked = [.. evidence.Ends.Where(end => !end.Killed)];
        (int lost, int repeated) = Lost(evidence);
        return string.Join(
            Environment.NewLine,
            [
                $"accepted {accepted.Length} of {evidence.Stored.Count} stored; {Counts(accepted.Select(t => t.Error is { } e ? $"{t.Status} {e.Code}" : $"{t.Status}"))}",
                $"unacknowledged and still open: {evidence.Stored.Values.Count(t => !t.IsFinal && !evidence.Accepted.Markers.ContainsKey(t.Id.ToString()))}",
                $"crashes: {Counts(evidence.Crashes.Select(c => $"{c.Kind}"))}; hosts that ended by themselves: {unasked.Length}",
                $"storage kept away: {string.Join(", ", evidence.Crashes.Where(c => c.IsOfStorage).Select(c => $"{c.Kind} {c.From:HH:mm:ss} to {c.To:HH:mm:ss}"))}",
                .. unasked.Take(EndsShown).Select(end => $"  {end.Name} at {end.At:HH:mm:ss} with {end.ExitCode}:{Environment.NewLine}{end.LastLines}"),
                $"model calls: {calls.Length}, {(double)calls.Length / Math.Max(1, evidence.Stored.Count):0.00} a task; {Counts(calls.Select(c => $"{c.Fault}"))}",
                $"attempts lost with their worker: {lost}; model calls of those, repeated later: {repeated}, of which answered in full: {RepeatedAnswers(evidence)}",
                $"ledger: {evidence.Ledger.Values.Sum(s => s.Calls)} calls that answered, {evidence.Ledger.Values.Aggregate(default(Usd), (sum, s) => sum + s.Cost)} USD under {evidence.Ledger.Count} keys",
                $"queue messages set aside: {evidence.Backlog.GetProperty("lanes").EnumerateArray().Sum(lane => lane.GetProperty("deadLettered").GetInt64())}",
                $"looks at the final states: {evidence.Finals.Looks}",
            ]);
    }

    public static string Of(IReadOnlyList<Violation> violations) => string.Join(
        Environment.NewLine,
        violations.GroupBy(v => v.Rule, StringComparer.Ordinal).Select(rule => string.Join(
            Environment.NewLine,
            [$"{rule.Key}: {rule.Count()} violations", .. rule.Take(ViolationsShown).Select(v => v.Evidence)])));

    private static (int Attempts, int Calls) Lost(CrashEvidence evidence) => (
        evidence.Stored.Values.Sum(t => t.Attempts.Count(AttemptChecks.IsLost)),
        LostCalls(evidence).Count());

    private static int RepeatedAnswers(CrashEvidence evidence) =>
        LostCalls(evidence).Count(call => call.AnsweredAt is not null && call.Fault is InjectedFault.None or InjectedFault.Late);

    private static IEnumerable<ModelCall> LostCalls(CrashEvidence evidence) =>
        from task in evidence.Stored.Values
        from attempt in task.Attempts
        where AttemptChecks.IsLost(attempt)
        from call in evidence.Calls.Of(CrashEvidence.MarkerOf(task))
        where evidence.WorkerNames.GetValueOrDefault(call.Caller) == attempt.Worker
            && call.StartedAt >= attempt.StartedAt && call.StartedAt <= attempt.FinishedAt
        select call;

    private static string Counts(IEnumerable<string> names) => string.Join(
        ", ", names.GroupBy(n => n, StringComparer.Ordinal).OrderByDescending(n => n.Count()).Select(n => $"{n.Key} {n.Count()}"));
}
