using AgentFunctions.Costs;

namespace AgentFunctions.Tasks;

/// <summary>What one attempt took from models: its calls, oldest first.</summary>
public sealed record ModelUse(IReadOnlyList<ModelCall> Calls)
{
    public static ModelUse None { get; } = new([]);

    /// <summary>The model that was called last; null when none was.</summary>
    public string? Model => Calls is [.., var last] ? last.Model : null;

    /// <summary>Tokens of all calls.</summary>
    public TokenUsage Usage { get; } = Calls.Aggregate(default(TokenUsage), (sum, call) => sum + call.Usage);

    /// <summary>Price of all calls.</summary>
    public Usd Cost { get; } = Calls.Aggregate(default(Usd), (sum, call) => sum + call.Cost);
}
