using AgentFunctions.Agents;
using AgentFunctions.Agents.Checks;
using AgentFunctions.Models;
using AgentFunctions.Routing;
using AgentFunctions.Routing.Decisions;
using AgentFunctions.Routing.Learning;
using AgentFunctions.Routing.Running;
using AgentFunctions.Workers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Tests.Routing;

/// <summary>Routing with everything it needs, its knowledge in memory unless a store is given.</summary>
internal sealed class TestRouting
{
    public TestRouting(AgentCatalogue agents, ModelCatalogue models, AgentRunner runner, ICallGate gate, TimeProvider time, double explorationShare = 0, KnowledgeExchange? exchange = null)
    {
        Candidates = new CandidateModels(models);
        TokenCounter tokens = new();
        Exchange = exchange ?? new KnowledgeExchange(
            new KnowledgeSharing(new InMemoryEvidenceStore(), new InMemoryPredictorStore(), time), Candidates, NullLogger<KnowledgeExchange>.Instance, time);
        TaskRouter router = new(
            Candidates, Exchange, new CheckPrices(agents, models, tokens), tokens, Options.Create(new RouterOptions { ExplorationShare = explorationShare }), time);
        Run = new RoutedRun(router, runner, new AnswerChecks(agents, models, runner), time);
        Waits = new ForeseenWaits(agents, Candidates, gate);
    }

    public CandidateModels Candidates { get; }

    public KnowledgeExchange Exchange { get; }

    public RoutedRun Run { get; }

    public ForeseenWaits Waits { get; }
}
