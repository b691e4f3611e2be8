using AgentFunctions.Backlog;
using AgentFunctions.Fairness;
using AgentFunctions.Queues;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentFunctions.Tests.Fairness;

/// <summary>A fair lane over a queue, with express entries in memory.</summary>
internal sealed class TestLane
{
    public TestLane(ITaskQueue queue, BacklogMeter backlog, TimeProvider time)
    {
        BacklogExchange exchange = new(new InMemoryBacklogStore(), backlog, Clock, NullLogger<BacklogExchange>.Instance, time);
        InMemoryExpressStore store = new();
        Express = new ExpressLine(store, exchange, NullLogger<ExpressLine>.Instance, time);
        Lane = new FairLane(queue, store, Express, Clock, exchange, time);
    }

    public FairClock Clock { get; } = new();

    public ExpressLine Express { get; }

    public FairLane Lane { get; }
}
