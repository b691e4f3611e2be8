using AgentFunctions.Tasks;
using AgentFunctions.Telemetry;

namespace AgentFunctions.Backlog;

/// <summary>Counts what this instance does to the backlog. Every stored change of a task's state is told to it. Thread-safe.</summary>
public sealed class BacklogMeter
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(Lane Lane, string Agent), GroupMeter> _groups = [];
    private long _moves;

    /// <summary>Grows with every change, so that an idle instance has nothing to tell.</summary>
    public long Moves => Interlocked.Read(ref _moves);

    /// <summary>A task was stored.</summary>
    /// <param name="before">As it was stored before; null for a new one.</param>
    public void Move(AgentTask? before, AgentTask after)
    {
        TaskMoves.Record(before, after);
        lock (_lock)
        {
            _moves++;
            if (before is not null && before.Lane != after.Lane)
            {
                // A redrive may change the lane; a dead-lettered task is in none.
                before = null;
            }

            if (!_groups.TryGetValue((after.Lane, after.Agent), out GroupMeter? group))
            {
                _groups[(after.Lane, after.Agent)] = group = new GroupMeter(after.Lane, after.Agent);
            }

            group.Move(before, after);
        }
    }

    public IReadOnlyList<GroupCounts> Read()
    {
        lock (_lock)
        {
            return [.. _groups.Values.Select(g => g.Read())];
        }
    }

    /// <summary>Takes the rates, about once a second.</summary>
    /// <param name="waiting">Tasks of a group that wait, on all instances' account.</param>
    public void Tick(TimeSpan elapsed, Func<Lane, string, long> waiting)
    {
        lock (_lock)
        {
            foreach (((Lane lane, string agent), GroupMeter group) in _groups)
            {
                group.Tick(elapsed, waiting(lane, agent) > 0);
            }
        }
    }
}
