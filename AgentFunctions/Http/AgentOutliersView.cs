using AgentFunctions.Costs.Reports.Top;

namespace AgentFunctions.Http;

/// <summary>The tasks of an agent that took far more tokens than usual.</summary>
/// <param name="Tasks">The agent's tasks that called a model.</param>
/// <param name="ThresholdTokens">A task with more tokens is an outlier.</param>
/// <param name="Cost">US dollars, of the outliers.</param>
/// <param name="Worst">Those with the most tokens, ten at most.</param>
internal sealed record AgentOutliersView(
    string Agent, int Tasks, double MedianTokens, double ThresholdTokens, int Outliers, decimal Cost, IReadOnlyList<OutlierTaskView> Worst)
{
    public static AgentOutliersView Of(AgentOutliers agent) => new(
        agent.Agent,
        agent.Tasks,
        agent.MedianTokens,
        Math.Round(agent.Threshold, 1),
        agent.Count,
        agent.Cost.Amount,
        [.. agent.Worst.Select(t => new OutlierTaskView(t.Id.ToString(), t.Model, t.Tokens, Math.Round(t.Ratio, 2), t.Cost.Amount))]);
}

/// <summary>One such task.</summary>
/// <param name="Ratio">Its tokens by the agent's median.</param>
/// <param name="Cost">US dollars.</param>
internal sealed record OutlierTaskView(string Id, string Model, long Tokens, double Ratio, decimal Cost);
