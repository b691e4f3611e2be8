namespace AgentFunctions.Costs.Reports.Top;

/// <summary>
/// Finds tasks that took far more tokens than their agent's tasks usually do: the modified z-score of the logarithm of their
/// tokens is above 3.5 (Iglewicz and Hoaglin, <i>How to Detect and Handle Outliers</i>, 1993; NIST/SEMATECH e-Handbook of
/// Statistical Methods, 1.3.5.17), and they took more than three times the median.
/// </summary>
/// <remarks>Of the logarithm, since token counts are skewed to the right; the floor, since tasks that are nearly all alike have almost no spread.</remarks>
internal static class TokenOutliers
{
    /// <summary>Fewer tasks of an agent say nothing about what is usual.</summary>
    public const int FewestTasks = 10;

    /// <summary>Most outliers that are named for an agent.</summary>
    public const int MostNamed = 10;

    private const double Cutoff = 3.5;

    // The 0.75 quantile of the standard normal distribution: makes the median deviation comparable to a standard deviation.
    private const double Consistency = 0.6745;

    private const double Floor = 3;

    /// <summary>The agents that have outliers, dearest outliers first.</summary>
    public static IReadOnlyList<AgentOutliers> Of(CostSample sample) =>
        [.. Enumerable.Range(0, sample.Tasks.Count).Where(i => sample.Tasks[i].Tokens > 0)
            .GroupBy(i => sample.Groups[sample.Tasks[i].Group].Agent, StringComparer.Ordinal)
            .Where(agent => agent.Count() >= FewestTasks)
            .Select(agent => OfAgent(agent.Key, [.. agent], sample))
            .Where(a => a.Count > 0)
            .OrderByDescending(a => a.Cost)
            .ThenBy(a => a.Agent, StringComparer.Ordinal)];

    /// <summary>Tokens above which a task is an outlier, and their median.</summary>
    public static (double Threshold, double Median) ThresholdOf(IEnumerable<uint> tokens)
    {
        double[] sorted = [.. tokens.Select(t => (double)t).Order()];
        double[] logs = [.. sorted.Select(t => Math.Log(t))];
        double center = MedianOf(logs);
        double spread = MedianOf([.. logs.Select(l => Math.Abs(l - center)).Order()]);
        double median = MedianOf(sorted);
        return (Math.Max(Floor * median, Math.Exp(center + (Cutoff * spread / Consistency))), median);
    }

    private static AgentOutliers OfAgent(string agent, int[] tasks, CostSample sample)
    {
        (double threshold, double median) = ThresholdOf(tasks.Select(i => sample.Tasks[i].Tokens));
        TaskPoint[] outliers = [.. tasks.Select(i => sample.Tasks[i]).Where(t => t.Tokens > threshold).OrderByDescending(t => t.Tokens).ThenBy(t => t.Number)];
        return new AgentOutliers(
            agent,
            tasks.Length,
            median,
            threshold,
            outliers.Length,
            Usd.FromMicros(outliers.Sum(t => t.Micros)),
            [.. outliers.Take(MostNamed).Select(t => new OutlierTask(t.Id, sample.Groups[t.Group].Model, t.Tokens, t.Tokens / median, Usd.FromMicros(t.Micros)))]);
    }

    private static double MedianOf(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
