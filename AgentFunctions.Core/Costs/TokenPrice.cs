namespace AgentFunctions.Costs;

/// <summary>Price of a model, in dollars a million tokens.</summary>
/// <param name="CachedInput">Price of input tokens that the provider had in its prompt cache.</param>
public sealed record TokenPrice(decimal Input, decimal CachedInput, decimal Output)
{
    private const decimal Million = 1_000_000m;

    public Usd Of(TokenUsage usage) =>
        Usd.RoundUp((((usage.Input - usage.CachedInput) * Input) + (usage.CachedInput * CachedInput) + (usage.Output * Output)) / Million);

    /// <summary>The price at a discount, or a surcharge. Exact: it is <see cref="Of"/> that rounds.</summary>
    /// <param name="factor">Such as 0.5 for half the price.</param>
    public TokenPrice Times(decimal factor) => new(Input * factor, CachedInput * factor, Output * factor);
}
