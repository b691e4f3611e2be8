namespace AgentFunctions.Limits.Providers;

/// <summary>How much of a provider's limits one or several calls take.</summary>
/// <param name="Tokens">Prompt, and as many output tokens as there may be.</param>
internal readonly record struct CallSize(long Calls, long Tokens)
{
    public static CallSize operator -(CallSize left, CallSize right) => new(left.Calls - right.Calls, left.Tokens - right.Tokens);

    /// <summary>True when this is enough for <paramref name="need"/>.</summary>
    public bool Holds(CallSize need) => Calls >= need.Calls && Tokens >= need.Tokens;
}
