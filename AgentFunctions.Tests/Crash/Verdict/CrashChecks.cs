using System.Text.Json;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Crash.Load;

namespace AgentFunctions.Tests.Crash.Verdict;

/// <summary>Holds what clients were told and what was stored against the promises made to clients.</summary>
internal static class CrashChecks
{
    public static IReadOnlyList<Violation> Run(CrashEvidence evidence) =>
    [
        .. evidence.Accepted.Contradictions.Select(c => new Violation("Answers to clients agree with each other", c)),
        .. Finality(evidence),
        .. SingleCommit(evidence),
        .. Answers(evidence),
        .. Cancellations(evidence),
        .. Keys(evidence),
        .. CallChecks.Run(evidence),
        .. AttemptChecks.Run(evidence),
        .. LedgerChecks.Run(evidence),
        .. Breakdowns(evidence),
    ];

    private static IEnumerable<Violation> Finality(CrashEvidence evidence)
    {
        const string rule = "An accepted task reaches a final state";
        foreach ((string id, string marker) in evidence.Accepted.Markers)
        {
            if (!evidence.Stored.TryGetValue(id, out AgentTask? task))
            {
                yield return new Violation(rule, $"    {marker} {id} is not in the store.");
            }
            else if (!task.IsFinal)
            {
                yield return new Violation(rule, evidence.Story(task));
            }
        }
    }

    private static IEnumerable<Violation> SingleCommit(CrashEvidence evidence)
    {
        const string rule = "A final state is written once";
        foreach ((AgentTask first, AgentTask later) in evidence.Finals.Changes.Where(c => !IsBill(c.First, c.Later)))
        {
            yield return new Violation(rule, $"{evidence.Story(first)}{Environment.NewLine}    then{Environment.NewLine}{evidence.Story(later)}");
        }

        foreach (AgentTask task in evidence.Stored.Values.Where(t => t.IsFinal && !IsConsistent(t)))
        {
            yield return new Violation(rule, evidence.Story(task));
        }
    }

    // The call of an attempt that lost its task, to a cancellation perhaps, is paid all the same; nothing else may change.
    private static bool IsBill(AgentTask first, AgentTask later) =>
        later.Cost >= first.Cost
        && (first.Status, first.FinishedAt, first.Error, first.Model, first.Result) == (later.Status, later.FinishedAt, later.Error, later.Model, later.Result)
        && first.Attempts.Select(a => (a.Number, a.FinishedAt, a.Error)).SequenceEqual(later.Attempts.Select(a => (a.Number, a.FinishedAt, a.Error)))
        && first.Attempts.Zip(later.Attempts).Any(a => a.Second.Calls.Count > a.First.Calls.Count);

    private static bool IsConsistent(AgentTask task) =>
        task.FinishedAt is { } finishedAt
        && task.Lease is null
        && task.Attempts.Select(a => a.Number).SequenceEqual(Enumerable.Range(1, task.Attempts.Count))
        && task.Attempts.All(a => a.FinishedAt <= finishedAt)
        && task.Attempts.Count(a => a.Error is null) == (task.Status == AgentTaskStatus.Succeeded ? 1 : 0)
        && (task.Status == AgentTaskStatus.Succeeded) == (task.Result is not null);

    private static IEnumerable<Violation> Answers(CrashEvidence evidence)
    {
        const string rule = "A result is the answer to its own input";
        foreach ((string id, ClientAnswer answer) in evidence.Answers)
        {
            string marker = evidence.Accepted.Markers[id];
            bool right = answer.IsSuccess && CrashEvidence.MarkerOf(answer.Body) == marker
                && (answer.Body.GetProperty("status").GetString() != "succeeded" || ResultOf(answer.Body) == marker);
            if (!right)
            {
                yield return new Violation(rule, $"    {marker} {id}: {answer.Status} {answer.Body}");
            }
        }
    }

    private static string? ResultOf(JsonElement task) =>
        task.GetProperty("result") is { ValueKind: JsonValueKind.Object } result ? result.GetProperty("marker").GetString() : null;

    private static IEnumerable<Violation> Cancellations(CrashEvidence evidence) => evidence.Accepted.Cancelled
        .Where(id => evidence.Stored.TryGetValue(id, out AgentTask? task) && task.Status != AgentTaskStatus.Cancelled)
        .Select(id => new Violation("A task that a client was told is cancelled stays so", evidence.Story(evidence.Stored[id])));

    // 0: it was asked to stop; 1: it said that it cannot start, or has lost its storage for good.
    private static IEnumerable<Violation> Breakdowns(CrashEvidence evidence) => evidence.Ends
        .Where(end => !end.Killed && end.ExitCode is not (0 or 1))
        .Select(end => new Violation("A host that ends by itself says why", $"    {end.Name} at {end.At:HH:mm:ss} with {end.ExitCode}:{Environment.NewLine}{end.LastLines}"));

    private static IEnumerable<Violation> Keys(CrashEvidence evidence) => evidence.Stored.Values
        .GroupBy(CrashEvidence.MarkerOf, StringComparer.Ordinal)
        .Where(tasks => tasks.Count() > 1)
        .Select(tasks => new Violation(
            "One Idempotency-Key makes one task", string.Join(Environment.NewLine, tasks.Select(evidence.Story))));
}
