using AgentFunctions.Backlog;
using AgentFunctions.Costs;
using AgentFunctions.Queues;
using AgentFunctions.Tasks;
using AgentFunctions.Webhooks;

namespace AgentFunctions.Overview;

/// <summary>How everything stands at a moment, read once for all tenants.</summary>
/// <param name="Sums">Of every tenant; none is shown but to that tenant.</param>
internal sealed record SharedOverview(
    DateTimeOffset At, IReadOnlyList<LaneDepth> Lanes, BacklogReport Backlog, WorkerFigures? Workers, WebhookDepth Webhooks, HourlySums Sums)
{
    /// <summary>True while there is something to do now: tasks for later alone are nothing yet.</summary>
    public bool IsBusy =>
        Webhooks.Active > 0
        || Lanes.Any(l => l.Active > 0)
        || Lanes.Any(l => Backlog.Of(l.Lane).InFlight > 0)
        || Lanes.Sum(l => Backlog.Of(l.Lane).Depth) > Lanes.Sum(l => l.Scheduled);

    /// <summary>Its part for one tenant.</summary>
    public OverviewReport Of(TenantId tenant) => new(At, Lanes, Backlog, Workers, Webhooks, Sums.Of(tenant));

    /// <summary>True when something has happened since the other one, in any tenant; time that goes by is nothing that happens.</summary>
    public bool IsNewsAfter(SharedOverview other) =>
        !Lanes.SequenceEqual(other.Lanes)
        || Webhooks != other.Webhooks
        || Workers != other.Workers
        || !Lanes.Select(l => Moves(Backlog.Of(l.Lane))).SequenceEqual(other.Lanes.Select(l => Moves(other.Backlog.Of(l.Lane))))
        || Ended(Sums) != Ended(other.Sums);

    private static (long, long, long) Moves(BacklogCounts counts) => (counts.Depth, counts.InFlight, counts.Started);

    private static (long, Usd) Ended(HourlySums sums) => (sums.Now.Values.Sum(a => a.Tasks), sums.Now.Values.Aggregate(default(Usd), (sum, a) => sum + a.Cost));
}
