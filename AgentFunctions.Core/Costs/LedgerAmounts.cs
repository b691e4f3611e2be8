namespace AgentFunctions.Costs;

/// <summary>What the ledger adds up.</summary>
/// <param name="Calls">Model calls.</param>
/// <param name="Tasks">Tasks that ended; one that is redriven ends again.</param>
/// <param name="Succeeded">Those of <paramref name="Tasks"/> that succeeded.</param>
/// <param name="CacheHits">Those of <paramref name="Tasks"/> that were answered from the cache.</param>
/// <param name="Coalesced">Those of <paramref name="Tasks"/> that got the answer of an identical open task.</param>
/// <param name="Usage">Tokens of the calls.</param>
/// <param name="Cost">Price of the calls.</param>
/// <param name="SavedByCache">What the cached answers had cost.</param>
/// <param name="SavedByCoalescing">What the leaders' answers had cost.</param>
public readonly record struct LedgerAmounts(
    long Calls, long Tasks, long Succeeded, long CacheHits, long Coalesced, TokenUsage Usage, Usd Cost, Usd SavedByCache, Usd SavedByCoalescing)
{
    /// <summary>Turns of models whose answer was judged by the agent's checks, or that gave no valid one.</summary>
    public long Judged { get; init; }

    /// <summary>Those of <see cref="Judged"/> whose answer passed.</summary>
    public long Passed { get; init; }

    /// <summary>What the answers of routed tasks would have cost on the best model, less what their attempts did cost; below 0 where routing cost more.</summary>
    public Usd SavedByRouting { get; init; }

    public static LedgerAmounts operator +(LedgerAmounts left, LedgerAmounts right) => new(
        left.Calls + right.Calls,
        left.Tasks + right.Tasks,
        left.Succeeded + right.Succeeded,
        left.CacheHits + right.CacheHits,
        left.Coalesced + right.Coalesced,
        left.Usage + right.Usage,
        left.Cost + right.Cost,
        left.SavedByCache + right.SavedByCache,
        left.SavedByCoalescing + right.SavedByCoalescing)
    {
        Judged = left.Judged + right.Judged,
        Passed = left.Passed + right.Passed,
        SavedByRouting = left.SavedByRouting + right.SavedByRouting,
    };

    public static LedgerAmounts Add(LedgerAmounts left, LedgerAmounts right) => left + right;
}
