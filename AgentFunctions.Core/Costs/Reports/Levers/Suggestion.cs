using AgentFunctions.Agents;

namespace AgentFunctions.Costs.Reports.Levers;

/// <summary>Something that would make tasks cheaper, as far as the data shows it.</summary>
/// <param name="Saving">What it would have saved in the hours of the report; null when the data cannot tell.</param>
public abstract record Suggestion(Usd? Saving)
{
    /// <summary>Turn the agent's cache on.</summary>
    /// <param name="Repeats">Tasks that an identical one had been answered before, within <paramref name="MaxAge"/>.</param>
    public sealed record Cache(int Repeats, TimeSpan MaxAge, Usd Saved) : Suggestion(Saved);

    /// <summary>Let identical open tasks share one answer.</summary>
    /// <param name="Tasks">Tasks that called a model though an identical one was open.</param>
    public sealed record Coalesce(int Tasks, Usd Saved) : Suggestion(Saved);

    /// <summary>Give the agent a batch policy.</summary>
    /// <param name="Tasks">Tasks that would have shared requests.</param>
    /// <param name="Requests">Requests that they would have made, by the times they came.</param>
    /// <param name="MeanInputTokens">Of a call.</param>
    /// <param name="SharedTokens">Those of them that are the same for every task.</param>
    public sealed record Batch(int Tasks, int Requests, long MeanInputTokens, long SharedTokens, AgentBatchPolicy Policy, Usd Saved) : Suggestion(Saved);

    /// <summary>Ask another model first, and this one when that fails.</summary>
    /// <param name="Trials">The agent's attempts on it.</param>
    /// <param name="Passes">Those of them whose answer was good.</param>
    public sealed record CheaperModel(string Model, int Trials, int Passes, Usd Saved) : Suggestion(Saved);

    /// <summary>Try a cheaper model, about which too little is known.</summary>
    /// <param name="Trials">The agent's attempts on it so far.</param>
    /// <param name="Tasks">Further tasks that would tell.</param>
    /// <param name="Price">What they would cost on it.</param>
    public sealed record TryModel(string Model, int Trials, int Tasks, Usd Price) : Suggestion(Saving: null);

    /// <summary>Cap the tokens of outliers.</summary>
    /// <param name="Tasks">Outliers.</param>
    /// <param name="Cap">Tokens above which a task is one.</param>
    /// <param name="Median">Median of the agent's tasks.</param>
    public sealed record CapTokens(int Tasks, double Cap, double Median, Usd Saved) : Suggestion(Saved);
}
