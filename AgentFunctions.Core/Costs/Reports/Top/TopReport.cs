using AgentFunctions.Costs.Reports.Levers;
using AgentFunctions.Tasks;

namespace AgentFunctions.Costs.Reports.Top;

/// <summary>Where the cost of a tenant's tasks lies, and what would make it less.</summary>
/// <param name="Hours">The tasks are those that were created in these hours.</param>
/// <param name="Tasks">How many there are, whatever became of them.</param>
/// <param name="Cost">What they have cost so far.</param>
/// <param name="TopGroups">The fewest agents on a model that make the asked share.</param>
/// <param name="TopTasks">The fewest tasks that make the asked share.</param>
/// <param name="Outliers">Agents that have any, dearest first.</param>
/// <param name="Suggestions">For the five dearest groups, where there is something to suggest.</param>
public sealed record TopReport(
    CostRange Hours,
    TenantId Tenant,
    int Tasks,
    Usd Cost,
    ParetoCurve Curve,
    TopSet<GroupCost> TopGroups,
    TopSet<TaskCost> TopTasks,
    IReadOnlyList<AgentOutliers> Outliers,
    IReadOnlyList<GroupSuggestions> Suggestions);

/// <summary>The fewest that together make a share of the cost.</summary>
/// <param name="Count">How many it takes.</param>
/// <param name="Of">Out of how many.</param>
/// <param name="Cost">What they cost.</param>
/// <param name="Share">That cost as a part of all, 0 to 1; at least what was asked, 0 when nothing cost anything.</param>
/// <param name="Items">They, dearest first, as far as the limit goes.</param>
public sealed record TopSet<T>(int Count, int Of, Usd Cost, decimal Share, IReadOnlyList<T> Items);

/// <summary>What an agent's tasks cost on a model.</summary>
/// <param name="Tasks">Tasks that called the model.</param>
/// <param name="Share">The cost as a part of all, 0 to 1.</param>
public sealed record GroupCost(string Agent, string Model, int Tasks, long Calls, TokenUsage Usage, Usd Cost, decimal Share);

/// <summary>What a task cost.</summary>
/// <param name="Model">The model that caused most of it.</param>
/// <param name="Tokens">Input and output tokens of all its calls.</param>
/// <param name="Share">The cost as a part of all, 0 to 1.</param>
public sealed record TaskCost(TaskId Id, string Agent, string Model, long Tokens, Usd Cost, decimal Share);

/// <summary>What would make a group cheaper, the largest saving first. Savings of several suggestions overlap and do not add up.</summary>
public sealed record GroupSuggestions(GroupCost Group, IReadOnlyList<Suggestion> Suggestions);
