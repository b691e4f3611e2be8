using AgentFunctions.Bench.Planning.Scaling;
using AgentFunctions.Costs;
using AgentFunctions.Limits;
using AgentFunctions.Limits.Budgets;
using AgentFunctions.Models;
using AgentFunctions.Tasks;

namespace AgentFunctions.Bench.Simulation;

/// <summary>The product's own gates before a provider's limits, one an instance, on one shared store.</summary>
internal sealed class ProviderSide(int? requestsPerMinute, int? tokensPerMinute, EventClock clock, Random random)
{
    private readonly InMemoryLimitStore _store = new();
    private readonly CallScope _scope = new(new TenantId("simulated"), "simulated", Lane.Standard, DateTimeOffset.MinValue);

    private readonly ModelDefinition _model = new()
    {
        Name = "simulated",
        Provider = ModelProvider.OpenAI,
        Deployment = "simulated",
        Price = new TokenPrice(0, 0, 0),
        ContextWindow = int.MaxValue,
        RequestsPerMinute = requestsPerMinute,
        TokensPerMinute = tokensPerMinute,
    };

    /// <summary>The gate of a new instance; null where nothing is limited.</summary>
    public CallGate? Open() => requestsPerMinute is null && tokensPerMinute is null ? null : new CallGate(BudgetCatalogue.None, _store, clock, random.NextDouble);

    /// <summary>Asks for a call.</summary>
    /// <returns>Null when it may be made; else when to ask again, in seconds of the run.</returns>
    public double? Ask(CallGate gate, SimulatedTask task)
    {
        CallScope scope = _scope with { Since = EventClock.MomentOf(task.At) };
        Lazy<TokenUsage> worst = new(new TokenUsage(task.Tokens, 0, 0, Estimated: true));

        // The store is in memory, so that nothing is waited for.
        Task<Admission> answer = gate.AdmitAsync(scope, _model, worst, CancellationToken.None);
        return answer.GetAwaiter().GetResult() is Admission.Wait wait ? EventClock.SecondsOf(wait.Reason.Until) : null;
    }
}
