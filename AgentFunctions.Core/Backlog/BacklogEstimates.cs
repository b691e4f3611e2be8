using AgentFunctions.Tasks;

namespace AgentFunctions.Backlog;

/// <summary>Says where a task stands in line, and when to look at it again.</summary>
public sealed class BacklogEstimates(BacklogExchange exchange, TimeProvider time)
{
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Latest = TimeSpan.FromMinutes(5);

    /// <summary>Tickets for tasks that come now.</summary>
    public BacklogTickets Tickets() => new(exchange.Read());

    /// <summary>About how many tasks of its lane will be begun before this one, itself included; null unless it waits and is due.</summary>
    public long? PositionOf(AgentTask task)
    {
        if (task.Status != AgentTaskStatus.Queued || task.DueAt > time.GetUtcNow())
        {
            return null;
        }

        BacklogCounts lane = exchange.Read().Of(task.Lane);
        return task.Attempts.Count == 0 && task.Ticket is { } ticket ? Math.Clamp(ticket - lane.Started, 1, Math.Max(1, lane.Depth)) : 1;
    }

    /// <summary>When a client should look at the task again: about when its turn comes, within 1 second and 5 minutes.</summary>
    public TimeSpan RetryAfter(AgentTask task)
    {
        TimeSpan wait = task.Status != AgentTaskStatus.Queued ? Soonest
            : PositionOf(task) is { } position ? exchange.Read().Of(task.Lane).WaitAt(position) ?? Soonest
            : task.DueAt - time.GetUtcNow();
        return wait < Soonest ? Soonest : wait > Latest ? Latest : wait;
    }
}

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
