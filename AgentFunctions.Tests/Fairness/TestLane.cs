using AgentFunctions.Agents;
using AgentFunctions.Backlog;
using AgentFunctions.Batching.Collecting;
using AgentFunctions.Costs;
using AgentFunctions.Fairness;
using AgentFunctions.Models;
using AgentFunctions.Queues;
using AgentFunctions.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentFunctions.Tests.Fairness;

/// <summary>A fair lane over a queue, with express entries in memory, and no agent whose tasks are packed.</summary>
internal sealed class TestLane
{
    public TestLane(ITaskQueue queue, BacklogMeter backlog, TimeProvider time)
    {
        BacklogExchange exchange = new(new InMemoryBacklogStore(), backlog, Clock, NullLogger<BacklogExchange>.Instance, time);
        InMemoryExpressStore store = new();
        Express = new ExpressLine(store, exchange, NullLogger<ExpressLine>.Instance, time);
        ModelCatalogue models = new([new ModelDefinition { Name = "m", Provider = ModelProvider.Offline, Deployment = "m", Price = new TokenPrice(1, 1, 1), ContextWindow = 10_000 }], "m");
        (AgentCatalogue agents, CandidateModels candidates) = (new AgentCatalogue([]), new CandidateModels(models));
        PackSizes sizes = new(new InMemoryPackSizeStore(), NullLogger<PackSizes>.Instance, time);
        SmallTasks none = new(agents, candidates, new TokenCounter(), sizes, new PatientTasks(agents, candidates, time), time);
        Lane = new FairLane(queue, store, Express, Clock, exchange, none, time);
    }

    public FairClock Clock { get; } = new();

    public ExpressLine Express { get; }

    public FairLane Lane { get; }
}
