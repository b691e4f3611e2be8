using System.Text.Json;
using AgentFunctions.Costs;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Crash.Fleet;
using AgentFunctions.Tests.Crash.Load;
using AgentFunctions.Tests.Crash.Model;

namespace AgentFunctions.Tests.Crash.Verdict;

/// <summary>All that is known when a run is over.</summary>
internal sealed record CrashEvidence
{
    private const string MarkerName = "marker";

    /// <summary>What clients were told.</summary>
    public required AcceptedTasks Accepted { get; init; }

    /// <summary>All tasks in the store, by id.</summary>
    public required IReadOnlyDictionary<string, AgentTask> Stored { get; init; }

    /// <summary>What GET /tasks/{id} said in the end, for each accepted id.</summary>
    public required IReadOnlyDictionary<string, ClientAnswer> Answers { get; init; }

    /// <summary>What GET /backlog said in the end.</summary>
    public required JsonElement Backlog { get; init; }

    /// <summary>The ledger's sums, after all hosts had been killed and another instance had posted what they left.</summary>
    public required IReadOnlyDictionary<LedgerKey, LedgerAmounts> Ledger { get; init; }

    public required FinalStates Finals { get; init; }

    public required CallJournal Calls { get; init; }

    /// <summary>The name on attempts of the host that calls the model with a key.</summary>
    public required IReadOnlyDictionary<string, string> WorkerNames { get; init; }

    /// <summary>Ends of host processes.</summary>
    public required IReadOnlyList<HostEnd> Ends { get; init; }

    /// <summary>What was done to the fleet.</summary>
    public required IReadOnlyList<CrashNote> Crashes { get; init; }

    public static string MarkerOf(AgentTask task) => task.Metadata[MarkerName];

    public static string? MarkerOf(JsonElement task) => task.GetProperty("metadata").GetProperty(MarkerName).GetString();

    /// <summary>The host process that made an attempt, by its name in the fleet.</summary>
    public string NameOf(string worker) => WorkerNames.FirstOrDefault(name => name.Value == worker).Key ?? worker;

    /// <summary>The task's whole story.</summary>
    public string Story(AgentTask task) => string.Join(
        Environment.NewLine,
        [
            $"    {MarkerOf(task)} {task.Id} {task.Lane} {task.Status} {task.Error?.Code} created {task.CreatedAt:HH:mm:ss.fff} due {task.DueAt:HH:mm:ss.fff} finished {task.FinishedAt:HH:mm:ss.fff} lease {task.Lease?.Owner} {task.Lease?.Until:HH:mm:ss.fff}",
            .. task.Attempts.Select(a => $"      attempt {a.Number} of {NameOf(a.Worker)} {a.StartedAt:HH:mm:ss.fff} to {a.FinishedAt:HH:mm:ss.fff} {a.Error?.Code}"),
            .. Calls.Of(MarkerOf(task)).Select(call => $"      {call}"),
        ]);
}
