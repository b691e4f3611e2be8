using AgentFunctions.Backlog;
using AgentFunctions.Tasks;

namespace AgentFunctions.Upkeep;

/// <summary>Open tasks as they are found in the store, against what the instances' accounts say.</summary>
/// <param name="before">The accounts when counting began.</param>
public sealed class BacklogTally(BacklogReport before)
{
    private readonly Dictionary<(Lane Lane, string Agent), (long Waiting, long Running)> _found = [];

    public void Add(IEnumerable<AgentTask> open)
    {
        foreach (AgentTask task in open.Where(t => t.Leader is null))
        {
            (long waiting, long running) = _found.GetValueOrDefault((task.Lane, task.Agent));
            _found[(task.Lane, task.Agent)] = task.Status == AgentTaskStatus.Queued ? (waiting + 1, running) : (waiting, running + 1);
        }
    }

    /// <summary>
    /// What is missing from the accounts. Tasks move while they are counted, so a count is taken as right that lies between the
    /// accounts before and after, give or take the moves in between.
    /// </summary>
    internal IEnumerable<GroupCounts> CorrectionsAgainst(BacklogReport after)
    {
        Dictionary<(Lane, string), BacklogCounts> first = before.Agents.ToDictionary(a => (a.Lane, a.Agent), a => a.Counts);
        Dictionary<(Lane, string), BacklogCounts> last = after.Agents.ToDictionary(a => (a.Lane, a.Agent), a => a.Counts);
        foreach ((Lane Lane, string Agent) key in first.Keys.Union(last.Keys).Union(_found.Keys))
        {
            BacklogCounts was = first.GetValueOrDefault(key, BacklogCounts.None);
            BacklogCounts became = last.GetValueOrDefault(key, BacklogCounts.None);
            (long waiting, long running) = _found.GetValueOrDefault(key);
            long moves = (2 * (became.Started - was.Started)) + Math.Abs(became.Depth - was.Depth) + Math.Abs(became.InFlight - was.InFlight);
            long missing = Outside(waiting, was.Depth, became.Depth, moves);
            long missingRunning = Outside(running, was.InFlight, became.InFlight, moves);
            if (missing != 0 || missingRunning != 0)
            {
                yield return new GroupCounts(key.Lane, key.Agent, missing, missingRunning, 0, 0, null, null);
            }
        }
    }

    private static long Outside(long found, long one, long other, long slack)
    {
        (long least, long most) = (Math.Min(one, other) - slack, Math.Max(one, other) + slack);
        return found < least ? found - least : found > most ? found - most : 0;
    }
}
