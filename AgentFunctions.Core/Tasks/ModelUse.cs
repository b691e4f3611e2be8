using AgentFunctions.Costs;

namespace AgentFunctions.Tasks;

/// <summary>What one attempt took from models: its calls, oldest first.</summary>
public sealed record ModelUse(IReadOnlyList<ModelCall> Calls)
{
    /// <summary>How each model that was tried did, oldest first.</summary>
    public IReadOnlyList<ModelTurn> Turns { get; init; } = [];

    public static ModelUse None { get; } = new([]);

    /// <summary>The model that had the last turn, or was called last; null when none was.</summary>
    public string? Model => Turns is [.., var turn] ? turn.Model : Calls is [.., var last] ? last.Model : null;

    /// <summary>Tokens of all calls.</summary>
    public TokenUsage Usage { get; } = Calls.Aggregate(default(TokenUsage), (sum, call) => sum + call.Usage);

    /// <summary>Price of all calls.</summary>
    public Usd Cost { get; } = Calls.Aggregate(default(Usd), (sum, call) => sum + call.Cost);

    public static ModelUse operator +(ModelUse left, ModelUse right) =>
        new([.. left.Calls, .. right.Calls]) { Turns = [.. left.Turns, .. right.Turns] };

    public static ModelUse Add(ModelUse left, ModelUse right) => left + right;
}
