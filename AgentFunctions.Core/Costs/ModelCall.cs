namespace AgentFunctions.Costs;

/// <summary>One call of a model, as it is billed.</summary>
/// <param name="At">When the call ended.</param>
/// <param name="Model">Name of the model in the catalogue.</param>
/// <param name="Price">The catalogue's price at that time; a later change of prices leaves it as it is.</param>
/// <param name="Cost">Tokens times price, rounded up to the micro-dollar.</param>
public sealed record ModelCall(DateTimeOffset At, string Model, TokenUsage Usage, TokenPrice Price, Usd Cost)
{
    /// <summary>Set when several tasks shared the call: then tokens and cost are the task's part.</summary>
    public PackShare? Pack { get; init; }

    /// <summary>A call at the price of that moment.</summary>
    public static ModelCall Of(DateTimeOffset at, string model, TokenUsage usage, TokenPrice price) => new(at, model, usage, price, price.Of(usage));
}
