using System.Text.Json;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Crash.Load;
using AgentFunctions.Tests.Crash.Model;

namespace AgentFunctions.Tests.Crash.Verdict;

/// <summary>All that is known when a run is over.</summary>
/// <param name="Stored">All tasks in the store, by id.</param>
/// <param name="Answers">What GET /tasks/{id} said in the end, for each accepted id.</param>
/// <param name="WorkerNames">The name on attempts of the host that calls the model with a key.</param>
internal sealed record CrashEvidence(
    AcceptedTasks Accepted,
    IReadOnlyDictionary<string, AgentTask> Stored,
    IReadOnlyDictionary<string, ClientAnswer> Answers,
    FinalStates Finals,
    CallJournal Calls,
    IReadOnlyDictionary<string, string> WorkerNames)
{
    private const string MarkerName = "marker";

    public static string MarkerOf(AgentTask task) => task.Metadata[MarkerName];

    public static string? MarkerOf(JsonElement task) => task.GetProperty("metadata").GetProperty(MarkerName).GetString();

    /// <summary>The task's whole story.</summary>
    public string Story(AgentTask task) => string.Join(
        Environment.NewLine,
        [
            $"    {MarkerOf(task)} {task.Id} {task.Lane} {task.Status} {task.Error?.Code} created {task.CreatedAt:HH:mm:ss.fff} due {task.DueAt:HH:mm:ss.fff} finished {task.FinishedAt:HH:mm:ss.fff} lease {task.Lease?.Owner} {task.Lease?.Until:HH:mm:ss.fff}",
            .. task.Attempts.Select(a => $"      attempt {a.Number} of {NameOf(a.Worker)} {a.StartedAt:HH:mm:ss.fff} to {a.FinishedAt:HH:mm:ss.fff} {a.Error?.Code}"),
            .. Calls.Of(MarkerOf(task)).Select(call => $"      {call}"),
        ]);

    private string NameOf(string worker) => WorkerNames.FirstOrDefault(name => name.Value == worker).Key ?? worker;
}
