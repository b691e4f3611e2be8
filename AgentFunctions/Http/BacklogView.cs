using AgentFunctions.Queues;
using AgentFunctions.Workers;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>What waits and who works.</summary>
/// <param name="Workers">Null where the platform owns the workers.</param>
internal sealed record BacklogView(IReadOnlyList<LaneView> Lanes, WorkerPoolStatus? Workers)
{
    public static IResult Of(IReadOnlyList<LaneDepth> lanes, WorkerPoolStatus? pool) => Results.Json(
        new BacklogView([.. lanes.OrderBy(l => l.Lane).Select(l => new LaneView(l.Lane.ToApi(), l.Active, l.Scheduled, l.DeadLettered))], pool),
        ApiJson.Default.BacklogView);
}

/// <summary>What waits in a lane.</summary>
/// <param name="Depth">Messages due, those being worked on included.</param>
/// <param name="Scheduled">Messages for later.</param>
/// <param name="DeadLettered">Messages that nobody could read.</param>
internal sealed record LaneView(string Lane, long Depth, long Scheduled, long DeadLettered);
