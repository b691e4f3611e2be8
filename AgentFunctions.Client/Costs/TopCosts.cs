namespace AgentFunctions.Client;

/// <summary>Where the cost lies; all amounts are US dollars, all shares 0 to 1.</summary>
/// <param name="Hours">The tasks are those that were created in these hours.</param>
/// <param name="Share">Share of the cost that was asked about.</param>
/// <param name="Summary">The Pareto curve in a sentence.</param>
/// <param name="Gini">0 when all tasks cost the same, towards 1 when one has all the cost; null when there is none.</param>
/// <param name="Pareto">What the dearest tasks cost.</param>
/// <param name="Groups">The fewest agents on a model that make the share.</param>
/// <param name="TopTasks">The fewest tasks that make the share.</param>
/// <param name="Suggestions">What would make the dearest groups cheaper.</param>
public sealed record TopCosts(
    CostHours Hours,
    decimal Share,
    int Tasks,
    decimal Cost,
    string Summary,
    double? Gini,
    IReadOnlyList<ParetoPoint> Pareto,
    TopSet<GroupCost> Groups,
    TopSet<TaskCost> TopTasks,
    IReadOnlyList<AgentOutliers> Outliers,
    IReadOnlyList<GroupSuggestions> Suggestions);

/// <summary>What the dearest tasks cost.</summary>
/// <param name="Percent">Of all tasks.</param>
/// <param name="Share">Their part of the cost.</param>
public sealed record ParetoPoint(int Percent, int Tasks, decimal Cost, decimal Share);

/// <summary>The fewest that together make a share of the cost.</summary>
/// <param name="Count">How many it takes.</param>
/// <param name="Of">Out of how many.</param>
/// <param name="Items">They, dearest first, as far as the limit goes.</param>
public sealed record TopSet<T>(int Count, int Of, decimal Cost, decimal Share, IReadOnlyList<T> Items);

/// <summary>What an agent's tasks cost on a model.</summary>
public sealed record GroupCost(string Agent, string Tenant, string Model, int Tasks, long Calls, TokenUsage Usage, decimal Cost, decimal Share);

/// <summary>What a task cost.</summary>
/// <param name="Model">The model that caused most of it.</param>
/// <param name="Tokens">Input and output tokens of all its calls.</param>
public sealed record TaskCost(string Id, string Agent, string Model, long Tokens, decimal Cost, decimal Share);

/// <summary>The tasks of an agent that took far more tokens than usual.</summary>
/// <param name="ThresholdTokens">A task with more tokens is an outlier.</param>
/// <param name="Worst">Those with the most tokens.</param>
public sealed record AgentOutliers(
    string Agent, int Tasks, double MedianTokens, double ThresholdTokens, int Outliers, decimal Cost, IReadOnlyList<OutlierTask> Worst);

/// <summary>One such task.</summary>
/// <param name="Ratio">Its tokens by the agent's median.</param>
public sealed record OutlierTask(string Id, string Model, long Tokens, double Ratio, decimal Cost);

/// <summary>What would make a group cheaper, the largest saving first. Savings overlap and do not add up.</summary>
public sealed record GroupSuggestions(GroupCost Group, IReadOnlyList<CostSuggestion> Suggestions);

/// <summary>One thing that would make a group cheaper.</summary>
/// <param name="Kind"><c>cache</c>, <c>coalesce</c>, <c>batch</c>, <c>cheaperModel</c>, <c>tryModel</c> or <c>capTokens</c>.</param>
/// <param name="Text">For a person.</param>
/// <param name="Saving">US dollars it would have saved in the hours of the report; null when the data cannot tell.</param>
public sealed record CostSuggestion(string Kind, string Text, decimal? Saving)
{
    public int? Tasks { get; init; }

    public int? Requests { get; init; }

    public long? MeanInputTokens { get; init; }

    public long? SharedTokens { get; init; }

    public string? Model { get; init; }

    public int? Trials { get; init; }

    public int? Passes { get; init; }

    public decimal? TrialCost { get; init; }
}

/// <summary>What to find the makers of.</summary>
public sealed record TopCostQuery
{
    /// <summary>Share of the cost, above 0 to 1.</summary>
    /// <value>Null: 0.5.</value>
    public decimal? Share { get; init; }

    /// <value>Null: 24 h before <see cref="To"/>.</value>
    public DateTimeOffset? From { get; init; }

    /// <value>Null: now.</value>
    public DateTimeOffset? To { get; init; }

    /// <summary>Most groups and tasks to name, 1 to 1,000.</summary>
    /// <value>Null: 20.</value>
    public int? Limit { get; init; }
}

/// <summary>How a budget stands in its current day or month; amounts are US dollars.</summary>
/// <param name="Agent"><c>*</c> for all agents together.</param>
/// <param name="Period"><c>day</c> or <c>month</c>, UTC.</param>
/// <param name="Taken">Spent, reserved for calls under way, or held ready.</param>
/// <param name="Over">What a task does whose next call the budget does not allow: <c>wait</c> or <c>fail</c>.</param>
public sealed record Budget(string Tenant, string Agent, string Period, decimal Limit, decimal Taken, decimal Remaining, DateTimeOffset PeriodEnd, string Over);

internal sealed record BudgetList(IReadOnlyList<Budget> Budgets);
