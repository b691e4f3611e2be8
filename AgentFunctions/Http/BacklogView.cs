using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using AgentFunctions.Backlog;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Orchestrations;
using AgentFunctions.Queues;
using AgentFunctions.Tasks;
using AgentFunctions.Webhooks;
using AgentFunctions.Workers;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>What waits and who works.</summary>
/// <param name="Orchestrations">Those that have not ended, by name and status.</param>
/// <param name="Workers">Null where the platform owns the workers.</param>
internal sealed record BacklogView(IReadOnlyList<LaneView> Lanes, WebhooksView Webhooks, IReadOnlyList<OrchestrationsView> Orchestrations, WorkerPoolStatus? Workers)
{
    public static IResult Of(
        IReadOnlyList<LaneDepth> lanes, BacklogReport report, WebhookDepth webhooks, IReadOnlyList<OpenOrchestrationGroup> open, WorkerPoolStatus? pool, DateTimeOffset now) => Results.Json(
        new BacklogView(LaneView.All(lanes, report), WebhooksView.Of(webhooks), [.. open.Select(o => OrchestrationsView.Of(o, now))], pool),
        ApiJson.Sent.BacklogView);
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
    [property: NamesOf(typeof(Lane))] string Lane,
    long Depth,
    long InFlight,
    double? OldestAgeSeconds,
    double ServiceRate,
    double? EstimatedWaitSeconds,
    long Scheduled,
    long DeadLettered,
    IReadOnlyList<AgentBacklogView> Agents)
{
    public static IReadOnlyList<LaneView> All(IReadOnlyList<LaneDepth> lanes, BacklogReport report) => [.. lanes.OrderBy(l => l.Lane).Select(l => Of(l, report))];

    private static LaneView Of(LaneDepth lane, BacklogReport report)
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

/// <summary>What waits in the callbacks' queue.</summary>
/// <param name="Depth">Tries that are due, those under way included.</param>
/// <param name="Scheduled">Tries for later.</param>
/// <param name="DeadLettered">Messages that nobody could read; callbacks that failed are under /callbacks.</param>
internal sealed record WebhooksView(long Depth, long Scheduled, long DeadLettered)
{
    public static WebhooksView Of(WebhookDepth queue) => new(queue.Active, queue.Scheduled, queue.DeadLettered);
}

/// <summary>Open orchestrations of one name in one status.</summary>
/// <param name="Name">Name of the orchestrator.</param>
/// <param name="Status">How they stand.</param>
/// <param name="Count">How many there are, from 1.</param>
/// <param name="OldestAgeSeconds">How long ago the oldest of them was created, from 0.</param>
internal sealed record OrchestrationsView(string Name, [property: AllowedValues("pending", "running", "suspended")] string Status, int Count, double OldestAgeSeconds)
{
    // The clock that created it may be another machine's.
    public static OrchestrationsView Of(OpenOrchestrationGroup open, DateTimeOffset now) => new(
        open.Name,
        JsonNamingPolicy.CamelCase.ConvertName(open.Status.ToString()),
        open.Count,
        Math.Round(Math.Max(0, (now - open.Oldest).TotalSeconds), 3));
}
