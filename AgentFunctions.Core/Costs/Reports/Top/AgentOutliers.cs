using AgentFunctions.Tasks;

namespace AgentFunctions.Costs.Reports.Top;

/// <summary>The tasks of an agent that took far more tokens than usual.</summary>
/// <param name="Tasks">The agent's tasks that called a model.</param>
/// <param name="MedianTokens">Median of their input and output tokens.</param>
/// <param name="Threshold">Tokens above which a task is an outlier.</param>
/// <param name="Count">How many are.</param>
/// <param name="Cost">What these cost together.</param>
/// <param name="Worst">Those with the most tokens, ten at most.</param>
public sealed record AgentOutliers(string Agent, int Tasks, double MedianTokens, double Threshold, int Count, Usd Cost, IReadOnlyList<OutlierTask> Worst);

/// <summary>One task that took far more tokens than usual.</summary>
/// <param name="Model">The model that caused most of its cost.</param>
/// <param name="Tokens">Its input and output tokens.</param>
/// <param name="Ratio">These by the agent's median.</param>
public sealed record OutlierTask(TaskId Id, string Model, long Tokens, double Ratio, Usd Cost);
