using AgentFunctions.Costs;

namespace AgentFunctions.Tasks;

/// <summary>What one attempt took from models: the last model called, and tokens and price over all calls.</summary>
public sealed record ModelUse(string? Model, TokenUsage Usage, Usd Cost)
{
    public static ModelUse None { get; } = new(null, default, default);
}
