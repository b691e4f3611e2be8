using AgentFunctions.Costs.Reports.Top;
using AgentFunctions.Models;

namespace AgentFunctions.Costs.Reports.Levers;

/// <summary>A cheaper model, by its measured pass rate with the agent.</summary>
internal static class OtherModels
{
    /// <summary>Fewer attempts say too little about a pass rate.</summary>
    public const int FewestTrials = 20;

    /// <summary>The known model that saves most, and the cheapest of those that too little is known about.</summary>
    public static IEnumerable<Suggestion> Of(GroupFacts facts, ModelCatalogue models)
    {
        if (facts.Agent is null || facts.Group.Calls == 0)
        {
            return [];
        }

        Alternative[] cheaper = [.. models.All
            .Where(m => m.Name != facts.Group.Model && m.Provider != ModelProvider.Offline && m.ContextWindow >= facts.Group.LargestCall)
            .Select(m => new Alternative(m.Name, m.Price.Of(facts.Group.Usage), facts.Sample.Find(facts.Group.Agent, m.Name)))
            .Where(a => a.Price < facts.Group.Cost)
            .OrderBy(a => a.Price).ThenBy(a => a.Model, StringComparer.Ordinal)];
        Suggestion? known = cheaper.Where(a => a.Trials >= FewestTrials)
            .Select(a => new Suggestion.CheaperModel(a.Model, a.Trials, a.Passes, SavingOf(a, facts.Group)))
            .Where(s => s.Saved > default(Usd))
            .MaxBy(s => s.Saved);
        Suggestion? untried = cheaper.FirstOrDefault(a => a.Trials < FewestTrials) is { } next
            ? new Suggestion.TryModel(next.Model, next.Trials, FewestTrials - next.Trials, PriceOf(next, facts.Group))
            : null;
        return new[] { known, untried }.OfType<Suggestion>();
    }

    /// <summary>The same tokens at its price; what fails there is paid once more at the price of now.</summary>
    private static Usd SavingOf(Alternative other, CostGroup group)
    {
        decimal again = (decimal)group.Cost.Micros * (other.Trials - other.Passes) / other.Trials;
        return group.Cost - other.Price - Usd.FromMicros((long)Math.Ceiling(again));
    }

    private static Usd PriceOf(Alternative other, CostGroup group) =>
        Usd.FromMicros((long)Math.Ceiling((decimal)other.Price.Micros * (FewestTrials - other.Trials) / group.Tasks));

    /// <param name="Price">Of all tokens of the group.</param>
    private sealed record Alternative(string Model, Usd Price, CostGroup? Tried)
    {
        public int Trials => Tried?.Trials ?? 0;

        public int Passes => Tried?.Passes ?? 0;
    }
}
