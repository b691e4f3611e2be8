using AgentFunctions.Tasks;

namespace AgentFunctions.Backlog;

/// <summary>Says where a task stands in line, and when to look at it again.</summary>
public sealed class BacklogEstimates(BacklogExchange exchange, TimeProvider time)
{
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Latest = TimeSpan.FromMinutes(5);

    /// <summary>Tickets for tasks that come now.</summary>
    public BacklogTickets Tickets() => new(exchange.Read());

    /// <summary>Where a task stands now.</summary>
    public TaskEstimate Of(AgentTask task)
    {
        if (task.IsFinal)
        {
            return new TaskEstimate(null, null);
        }

        if (task.Leader is not null)
        {
            return new TaskEstimate(null, Soonest);
        }

        TimeSpan untilDue = task.DueAt - time.GetUtcNow();
        if (task.Status != AgentTaskStatus.Queued || untilDue > TimeSpan.Zero)
        {
            return new TaskEstimate(null, Clamp(task.Status == AgentTaskStatus.Queued ? untilDue : Soonest));
        }

        BacklogCounts lane = exchange.Read().Of(task.Lane);
        long position = task.Attempts.Count == 0 && task.Ticket is { } ticket ? Math.Clamp(ticket - lane.Started, 1, Math.Max(1, lane.Depth)) : 1;
        return new TaskEstimate(position, Clamp(lane.WaitAt(position) ?? Soonest));
    }

    private static TimeSpan Clamp(TimeSpan wait) => wait < Soonest ? Soonest : wait > Latest ? Latest : wait;
}

/// <summary>Where a task stands in line.</summary>
/// <param name="Position">About how many tasks of its lane will be begun before this one, itself included; null unless it waits and is due.</param>
/// <param name="RetryAfter">When a client should look again: about when its turn comes, within 1 second and 5 minutes; null when it is over.</param>
public readonly record struct TaskEstimate(long? Position, TimeSpan? RetryAfter);

/// <summary>Numbers tasks in the order in which their lanes should begin them.</summary>
public sealed class BacklogTickets(BacklogReport report)
{
    private readonly Dictionary<Lane, long> _next = [];

    /// <summary>The number that the count of begun attempts will have reached when the task is begun.</summary>
    public long Next(Lane lane)
    {
        BacklogCounts counts = report.Of(lane);
        return _next[lane] = _next.GetValueOrDefault(lane, counts.Started + counts.Depth) + 1;
    }
}
