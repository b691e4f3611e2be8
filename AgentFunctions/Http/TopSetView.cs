using AgentFunctions.Costs.Reports.Top;
using AgentFunctions.Tasks;

namespace AgentFunctions.Http;

/// <summary>The fewest that together make a share of the cost.</summary>
/// <param name="Count">How many it takes.</param>
/// <param name="Of">Out of how many.</param>
/// <param name="Cost">US dollars.</param>
/// <param name="Share">That cost as a part of all, 0 to 1.</param>
/// <param name="Items">They, dearest first, as far as the limit goes.</param>
internal sealed record TopSetView<T>(int Count, int Of, decimal Cost, decimal Share, IReadOnlyList<T> Items);

internal static class TopSetView
{
    public static TopSetView<TView> Of<T, TView>(TopSet<T> set, Func<T, TView> view) =>
        new(set.Count, set.Of, set.Cost.Amount, CostTopView.Rounded(set.Share), [.. set.Items.Select(view)]);
}

/// <summary>What an agent's tasks cost on a model.</summary>
/// <param name="Tasks">Tasks that called the model.</param>
/// <param name="Cost">US dollars.</param>
/// <param name="Share">That cost as a part of all, 0 to 1.</param>
internal sealed record GroupCostView(string Agent, string Tenant, string Model, int Tasks, long Calls, UsageView Usage, decimal Cost, decimal Share)
{
    public static GroupCostView Of(GroupCost group, TenantId tenant) => new(
        group.Agent, tenant.Value, group.Model, group.Tasks, group.Calls, UsageView.Of(group.Usage), group.Cost.Amount, CostTopView.Rounded(group.Share));
}

/// <summary>What a task cost.</summary>
/// <param name="Model">The model that caused most of it.</param>
/// <param name="Tokens">Input and output tokens of all its calls.</param>
/// <param name="Cost">US dollars.</param>
/// <param name="Share">That cost as a part of all, 0 to 1.</param>
internal sealed record TaskCostView(string Id, string Agent, string Model, long Tokens, decimal Cost, decimal Share)
{
    public static TaskCostView Of(TaskCost task) => new(task.Id.ToString(), task.Agent, task.Model, task.Tokens, task.Cost.Amount, CostTopView.Rounded(task.Share));
}
