using AgentFunctions.Costs.Reports.Top;
using AgentFunctions.Tasks;

namespace AgentFunctions.Http;

/// <summary>What would make a group cheaper, the largest saving first. Savings overlap and do not add up.</summary>
internal sealed record GroupSuggestionsView(GroupCostView Group, IReadOnlyList<SuggestionView> Suggestions)
{
    public static GroupSuggestionsView Of(GroupSuggestions group, TenantId tenant) =>
        new(GroupCostView.Of(group.Group, tenant), [.. group.Suggestions.Select(SuggestionView.Of)]);
}
