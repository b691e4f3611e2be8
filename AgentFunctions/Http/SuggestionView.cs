using AgentFunctions.Costs.Reports.Levers;
using AgentFunctions.Http.OpenApi.Attributes;

namespace AgentFunctions.Http;

/// <summary>One thing that would make a group cheaper, and what the data says about it.</summary>
/// <param name="Kind">What would be done.</param>
/// <param name="Text">For a person.</param>
/// <param name="Saving">US dollars it would have saved in the hours of the report; null when the data cannot tell.</param>
internal sealed record SuggestionView([property: NamesOf(typeof(Suggestion))] string Kind, string Text, decimal? Saving)
{
    /// <summary>Tasks it would have touched; of a trial, that it takes.</summary>
    public int? Tasks { get; init; }

    /// <summary>Requests that the tasks would have made in batches.</summary>
    public int? Requests { get; init; }

    public long? MeanInputTokens { get; init; }

    /// <summary>Input tokens that are the same for every task.</summary>
    public long? SharedTokens { get; init; }

    /// <summary>The other model.</summary>
    public string? Model { get; init; }

    /// <summary>The agent's attempts on it.</summary>
    public int? Trials { get; init; }

    /// <summary>Those whose answer was good.</summary>
    public int? Passes { get; init; }

    /// <summary>US dollars that the trial would cost.</summary>
    public decimal? TrialCost { get; init; }

    public static SuggestionView Of(Suggestion suggestion) => suggestion switch
    {
        Suggestion.Cache s => View(
            s, "cache", $"Turn the agent's cache on: {Count(s.Repeats)} repeated one that had been answered within {s.MaxAge.TotalHours:0.##} h, at {s.Saved} USD.") with
        { Tasks = s.Repeats },
        Suggestion.Coalesce s => View(
            s, "coalesce", $"Let identical open tasks share an answer, which the agent's cache policy forbids: {Count(s.Tasks)} called a model while an identical one was open, at {s.Saved} USD.") with
        { Tasks = s.Tasks },
        Suggestion.Batch s => View(
            s,
            "batch",
            $"Let the agent's tasks travel together (maxItems {s.Policy.MaxItems}, maxWait {s.Policy.MaxWait.TotalSeconds:0.##}s): {Count(s.Tasks)} would have made {Count(s.Requests, "request")}, and {s.SharedTokens:N0} of the {s.MeanInputTokens:N0} input tokens of a call are the same each time.") with
        { Tasks = s.Tasks, Requests = s.Requests, MeanInputTokens = s.MeanInputTokens, SharedTokens = s.SharedTokens },
        Suggestion.CheaperModel s => View(
            s,
            "cheaperModel",
            $"Ask '{s.Model}' first: {s.Passes:N0} of the agent's {s.Trials:N0} attempts on it gave a good answer ({100.0 * s.Passes / s.Trials:0.#}%). The saving has the failures paid once more at today's cost.") with
        { Model = s.Model, Trials = s.Trials, Passes = s.Passes },
        Suggestion.TryModel s => View(
            s,
            "tryModel",
            $"'{s.Model}' is cheaper, but {(s.Trials == 0 ? "was never tried" : $"has only {Count(s.Trials, "attempt")}")} with this agent. {Count(s.Tasks)} on it would tell, for about {s.Price} USD.") with
        { Model = s.Model, Trials = s.Trials, Tasks = s.Tasks, TrialCost = s.Price.Amount },
        Suggestion.CapTokens s => View(
            s, "capTokens", $"Cap the tokens: {Count(s.Tasks)} took more than {s.Cap:N0}, where {s.Median:N0} are usual. Up to that, they would have cost {s.Saved} USD less.") with
        { Tasks = s.Tasks },
        _ => throw new InvalidOperationException($"There is no suggestion {suggestion}."),
    };

    private static SuggestionView View(Suggestion suggestion, string kind, string text) => new(kind, text, suggestion.Saving?.Amount);

    private static string Count(int number, string what = "task") => number == 1 ? $"1 {what}" : $"{number:N0} {what}s";
}
