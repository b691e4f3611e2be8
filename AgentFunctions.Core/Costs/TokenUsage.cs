namespace AgentFunctions.Costs;

/// <summary>Tokens that model calls took.</summary>
/// <param name="Input">All input tokens, cached ones included.</param>
/// <param name="CachedInput">Those of <paramref name="Input"/> that the provider had in its prompt cache.</param>
/// <param name="Output">Tokens generated.</param>
/// <param name="Estimated">True when a provider reported none for at least one call and they were counted here instead.</param>
public readonly record struct TokenUsage(long Input, long CachedInput, long Output, bool Estimated)
{
    public static TokenUsage operator +(TokenUsage left, TokenUsage right) =>
        new(left.Input + right.Input, left.CachedInput + right.CachedInput, left.Output + right.Output, left.Estimated || right.Estimated);

    public static TokenUsage Add(TokenUsage left, TokenUsage right) => left + right;
}
