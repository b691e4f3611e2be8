using AgentFunctions.Agents;
using AgentFunctions.Backlog;
using AgentFunctions.Caching;
using AgentFunctions.Caching.Coalescing;
using AgentFunctions.Queues;
using AgentFunctions.Storage;
using AgentFunctions.Tests.Fairness;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentFunctions.Tests.Caching;

/// <summary>Reuse of answers with an empty cache and nobody to follow, both in memory.</summary>
internal sealed class TestReuse
{
    public TestReuse(ITaskStore tasks, ITaskQueue queue, TestLane lane, BacklogMeter backlog, AgentCatalogue agents, TimeProvider time)
    {
        InMemoryLeaderIndex leaders = new(time);
        Reuse = new AnswerReuse(agents, new InMemoryResultCache(time), leaders, new InMemoryPayloadStore(), NullLogger<AnswerReuse>.Instance, time);
        Followers = new Followers(leaders, tasks, queue, lane.Lane, backlog, agents, NullLogger<Followers>.Instance, time);
    }

    public AnswerReuse Reuse { get; }

    public Followers Followers { get; }
}
