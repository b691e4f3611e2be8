namespace AgentFunctions.Costs.Reports.Levers;

/// <summary>One answer for identical tasks. Not of an agent with tools, which may do something each time.</summary>
internal static class SharedAnswers
{
    /// <summary>By the cache, where the agent's is off.</summary>
    public static Suggestion? FromCache(GroupFacts facts) =>
        facts is { Agent: { Tools: [], Cache: { Use: false } cache }, Repeats: { Answered: > 0 } repeats } && repeats.AnsweredCost > default(Usd)
            ? new Suggestion.Cache(repeats.Answered, cache.MaxAge, repeats.AnsweredCost)
            : null;

    /// <summary>By waiting for the identical task that is open, where the agent forbids that.</summary>
    public static Suggestion? FromLeader(GroupFacts facts) =>
        facts is { Agent: { Tools: [], Cache.Coalesce: false }, Repeats: { Open: > 0 } repeats } && repeats.OpenCost > default(Usd)
            ? new Suggestion.Coalesce(repeats.Open, repeats.OpenCost)
            : null;
}
