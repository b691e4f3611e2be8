using AgentFunctions.Agents;
using AgentFunctions.Routing;
using AgentFunctions.Tasks;

namespace AgentFunctions.Batching.Collecting;

/// <summary>Decides which tasks have the time for their provider's batch API, which costs less and may take hours.</summary>
public sealed class PatientTasks(AgentCatalogue agents, CandidateModels candidates, TimeProvider time)
{
    /// <summary>Least time until its deadline that a task must have.</summary>
    public static readonly TimeSpan LeastTime = TimeSpan.FromHours(1);

    /// <summary>Least time before the deadline at which whatever is not back by then is asked for directly.</summary>
    private static readonly TimeSpan LeastReserve = TimeSpan.FromMinutes(15);

    // The task travels in its message.
    private const int MostInput = 8 * 1024;

    // Of a task with much time some more of it is kept: thousands may have to be asked for directly.
    private const double ReservedShare = 0.1;

    /// <summary>True when the task is to go by way of a batch API.</summary>
    public bool Contain(AgentTask task) =>
        task is { Lane: Lane.Economy, Deadline: { } deadline, Attempts: [], Redrives: [], MaxCost: null, Leader: null, Stream: false, Input: Payload.Inline { Json.Length: <= MostInput } }
        && deadline - time.GetUtcNow() >= LeastTime
        && (task.NotBefore is not { } notBefore || deadline - notBefore >= LeastTime)
        && agents.Find(task.Agent) is { Tools: [] } agent
        && candidates.Of(agent, task.Quality).All(m => m.Batch is not null);

    /// <summary>When tasks with these deadlines are asked for directly if their answers are not back.</summary>
    public DateTimeOffset FallbackFor(IEnumerable<AgentTask> tasks)
    {
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset first = tasks.Min(t => t.Deadline!.Value);
        TimeSpan reserve = (first - now) * ReservedShare;
        return first - (reserve > LeastReserve ? reserve : LeastReserve);
    }
}
