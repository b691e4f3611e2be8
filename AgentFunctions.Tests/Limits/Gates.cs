using AgentFunctions.Costs;
using AgentFunctions.Limits;
using AgentFunctions.Limits.Budgets;
using AgentFunctions.Models;
using AgentFunctions.Tasks;

namespace AgentFunctions.Tests.Limits;

/// <summary>Gates, and what they are asked.</summary>
internal static class Gates
{
    /// <summary>A gate without budgets, on a table of its own.</summary>
    public static CallGate Open() => new(BudgetCatalogue.None, new InMemoryLimitStore(), TimeProvider.System);

    /// <summary>A model that costs a dollar for a million tokens.</summary>
    public static ModelDefinition Model(int? requestsPerMinute = null, int? tokensPerMinute = null) => new()
    {
        Name = "m",
        Provider = ModelProvider.OpenAI,
        Deployment = "m",
        Price = new TokenPrice(1, 1, 1),
        ContextWindow = 100_000,
        RequestsPerMinute = requestsPerMinute,
        TokensPerMinute = tokensPerMinute,
    };

    /// <summary>Asks for a call of so many tokens, which may cost as many micro-dollars.</summary>
    public static Task<Admission> AskAsync(
        this CallGate gate, ModelDefinition model, long tokens, TimeProvider time, string tenant = "acme", string agent = "a", Lane lane = Lane.Standard) =>
        gate.AdmitAsync(
            new CallScope(new TenantId(tenant), agent, lane, time.GetUtcNow()), model, new Lazy<TokenUsage>(new TokenUsage(tokens, 0, 0, Estimated: true)), TestContext.Current.CancellationToken);

    /// <summary>The permit, where the call is admitted.</summary>
    public static ICallPermit Permit(this Admission admission) => Assert.IsType<Admission.Admitted>(admission).Permit;

    /// <summary>Ends a call that took so many tokens.</summary>
    public static Task SettleAsync(this ICallPermit permit, long tokens) =>
        permit.SettleAsync(new CallEnd.Answered(new TokenUsage(tokens, 0, 0, Estimated: false), Usd.FromMicros(tokens)));
}
