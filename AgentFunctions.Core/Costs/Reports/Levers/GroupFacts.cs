using AgentFunctions.Agents;
using AgentFunctions.Costs.Reports.Top;

namespace AgentFunctions.Costs.Reports.Levers;

/// <summary>What is known about a group that is to become cheaper.</summary>
/// <param name="Agent">Null when it is no longer there.</param>
/// <param name="Outliers">Of the agent; null when it has none.</param>
internal sealed record GroupFacts(CostGroup Group, CostSample Sample, AgentDefinition? Agent, RepeatTally Repeats, AgentOutliers? Outliers)
{
    /// <summary>The tasks that cost most on this group's model.</summary>
    public IEnumerable<TaskPoint> Tasks => Sample.Tasks.Where(t => t.Group == Group.Index && t.Tokens > 0);
}
