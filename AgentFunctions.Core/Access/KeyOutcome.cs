namespace AgentFunctions.Access;

/// <summary>What became of a key that somebody came with.</summary>
public abstract record KeyOutcome
{
    private KeyOutcome()
    {
    }

    public sealed record Accepted(Caller Caller) : KeyOutcome;

    /// <summary>It is no key, or none that was ever made here.</summary>
    public sealed record Unknown : KeyOutcome;

    public sealed record Expired(ApiKey Key) : KeyOutcome;

    public sealed record Revoked(ApiKey Key) : KeyOutcome;
}
