using AgentFunctions.Costs.Reports.Top;

namespace AgentFunctions.Costs.Reports.Levers;

/// <summary>No more tokens for outliers than for the largest usual task.</summary>
internal static class TokenCap
{
    public static Suggestion? Of(GroupFacts facts)
    {
        if (facts.Outliers is not { } outliers)
        {
            return null;
        }

        TaskPoint[] above = [.. facts.Tasks.Where(t => t.Tokens > outliers.Threshold)];
        Usd saved = Usd.FromMicros((long)above.Sum(t => t.GroupMicros * (1 - (outliers.Threshold / t.Tokens))));
        return saved > default(Usd) ? new Suggestion.CapTokens(above.Length, outliers.Threshold, outliers.MedianTokens, saved) : null;
    }
}
