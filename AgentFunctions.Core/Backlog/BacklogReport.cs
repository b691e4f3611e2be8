using AgentFunctions.Tasks;

namespace AgentFunctions.Backlog;

/// <summary>The backlog of one agent in one lane, or of a whole lane, over all instances.</summary>
/// <param name="Depth">Tasks that wait to be begun, those for later included.</param>
/// <param name="InFlight">Tasks being worked on.</param>
/// <param name="Started">Attempts begun, ever.</param>
/// <param name="ServiceRate">Attempts begun a second, as a moving average; 0 when unknown.</param>
/// <param name="OldestAge">About how long the task that is next has been waiting; null when none waits.</param>
public sealed record BacklogCounts(long Depth, long InFlight, long Started, double ServiceRate, TimeSpan? OldestAge)
{
    public static BacklogCounts None { get; } = new(0, 0, 0, 0, null);

    /// <summary>How long a task that comes now waits until it is begun; null when the rate is unknown and tasks wait.</summary>
    public TimeSpan? EstimatedWait => Depth == 0 ? TimeSpan.Zero : ServiceRate > 0 ? Seconds(Depth / ServiceRate) : null;

    /// <summary>How long the task at <paramref name="position"/> waits until it is begun.</summary>
    public TimeSpan? WaitAt(long position) => ServiceRate > 0 ? Seconds(position / ServiceRate) : null;

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(30).TotalSeconds));
}

/// <summary>The backlog, lane by lane and agent by agent.</summary>
public sealed class BacklogReport
{
    // An instance that has told nothing for this long works no more; what it counted still holds.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private readonly Dictionary<Lane, BacklogCounts> _lanes;

    public BacklogReport(IReadOnlyList<InstanceBacklog> instances, DateTimeOffset now)
    {
        var all = instances.SelectMany(i => i.Groups, (i, g) => (Group: g, Works: now - i.At < Silence)).ToList();
        Agents = [.. all.GroupBy(a => (a.Group.Lane, a.Group.Agent))
            .Select(g => (g.Key.Lane, g.Key.Agent, Sum(g, now)))
            .OrderBy(g => g.Lane).ThenBy(g => g.Agent, StringComparer.Ordinal)];
        _lanes = all.GroupBy(a => a.Group.Lane).ToDictionary(g => g.Key, g => Sum(g, now));
    }

    public IReadOnlyList<(Lane Lane, string Agent, BacklogCounts Counts)> Agents { get; }

    public BacklogCounts Of(Lane lane) => _lanes.GetValueOrDefault(lane, BacklogCounts.None);

    private static BacklogCounts Sum(IEnumerable<(GroupCounts Group, bool Works)> groups, DateTimeOffset now)
    {
        List<(GroupCounts Group, bool Works)> all = [.. groups];
        long depth = Math.Max(0, all.Sum(g => g.Group.Waiting));
        return new BacklogCounts(
            depth,
            Math.Max(0, all.Sum(g => g.Group.Running)),
            all.Sum(g => g.Group.Started),
            all.Where(g => g.Works).Sum(g => g.Group.Rate),
            depth == 0 ? null : OldestAge(all, now));
    }

    // Lanes are worked off in order, so that the next task became due after the one begun last; or nothing has been
    // begun since tasks began to wait.
    private static TimeSpan? OldestAge(List<(GroupCounts Group, bool Works)> groups, DateTimeOffset now)
    {
        DateTimeOffset? waitingSince = groups.Min(g => g.Group.WaitingSince);
        DateTimeOffset? lastStarted = groups.Max(g => g.Group.LastStarted);
        DateTimeOffset? oldest = waitingSince is null || lastStarted > waitingSince ? lastStarted : waitingSince;
        return oldest is { } since ? now > since ? now - since : TimeSpan.Zero : null;
    }
}
