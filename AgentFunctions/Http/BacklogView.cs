using AgentFunctions.Backlog;
using AgentFunctions.Queues;
using AgentFunctions.Workers;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>What waits and who works.</summary>
/// <param name="Workers">Null where the platform owns the workers.</param>
internal sealed record BacklogView(IReadOnlyList<LaneView> Lanes, WorkerPoolStatus? Workers)
{
    public static IResult Of(IReadOnlyList<LaneDepth> lanes, BacklogReport report, WorkerPoolStatus? pool) => Results.Json(
        new BacklogView([.. lanes.OrderBy(l => l.Lane).Select(l => LaneView.Of(l, report))], pool),
        ApiJson.Default.BacklogView);
}

/// <summary>What waits in a lane.</summary>
/// <param name="Depth">Tasks that wait to be begun, those for later included.</param>
/// <param name="InFlight">Tasks being worked on.</param>
/// <param name="OldestAgeSeconds">About how long the next one has waited; null when none waits.</param>
/// <param name="ServiceRate">Tasks begun a second, as a moving average.</param>
/// <param name="EstimatedWaitSeconds">How long a task that comes now waits; null when that is not known.</param>
/// <param name="Scheduled">Messages for later.</param>
/// <param name="DeadLettered">Messages that nobody could read; tasks that were set aside are under /dead-letters.</param>
internal sealed record LaneView(
    string Lane,
    long Depth,
    long InFlight,
    double? OldestAgeSeconds,
    double ServiceRate,
    double? EstimatedWaitSeconds,
    long Scheduled,
    long DeadLettered,
    IReadOnlyList<AgentBacklogView> Agents)
{
    public static LaneView Of(LaneDepth lane, BacklogReport report)
    {
        BacklogCounts counts = report.Of(lane.Lane);
        return new LaneView(
            lane.Lane.ToApi(),
            counts.Depth,
            counts.InFlight,
            Rounded(counts.OldestAge?.TotalSeconds),
            Math.Round(counts.ServiceRate, 3),
            Rounded(counts.EstimatedWait?.TotalSeconds),
            lane.Scheduled,
            lane.DeadLettered,
            [.. report.Agents.Where(a => a.Lane == lane.Lane).Select(a => AgentBacklogView.Of(a.Agent, a.Counts))]);
    }

    internal static double? Rounded(double? value) => value is { } number ? Math.Round(number, 3) : null;
}

/// <summary>What waits in a lane for one agent; the figures are as for the lane.</summary>
internal sealed record AgentBacklogView(string Agent, long Depth, long InFlight, double? OldestAgeSeconds, double ServiceRate, double? EstimatedWaitSeconds)
{
    public static AgentBacklogView Of(string agent, BacklogCounts counts) => new(
        agent,
        counts.Depth,
        counts.InFlight,
        LaneView.Rounded(counts.OldestAge?.TotalSeconds),
        Math.Round(counts.ServiceRate, 3),
        LaneView.Rounded(counts.EstimatedWait?.TotalSeconds));
}
