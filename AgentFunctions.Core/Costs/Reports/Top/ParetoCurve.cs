namespace AgentFunctions.Costs.Reports.Top;

/// <summary>How unevenly the cost lies on the tasks, as measured.</summary>
/// <param name="Points">What the dearest 1, 2, 5, 10, 20, 50 and 100 % of the tasks cost; empty when there are none, or none cost anything.</param>
/// <param name="Gini">Gini coefficient: 0 when all tasks cost the same, towards 1 when one of very many has all the cost; null when there is none.</param>
public sealed record ParetoCurve(IReadOnlyList<ParetoPoint> Points, double? Gini)
{
    private static readonly int[] Percentages = [1, 2, 5, 10, 20, 50, 100];

    /// <summary>Measures costs in micro-dollars.</summary>
    internal static ParetoCurve Of(IReadOnlyList<long> largestFirst)
    {
        long[] sums = new long[largestFirst.Count + 1];
        Int128 weighted = 0;
        for (int i = 0; i < largestFirst.Count; i++)
        {
            sums[i + 1] = sums[i] + largestFirst[i];
            weighted += (Int128)(largestFirst.Count - i) * largestFirst[i];
        }

        (int count, long total) = (largestFirst.Count, sums[^1]);
        if (total == 0)
        {
            return new ParetoCurve([], null);
        }

        // Of costs x in ascending order, ranks i from 1: 2 sum(i x) / (n sum(x)) - (n + 1) / n.
        double gini = (2 * (double)weighted / ((double)count * total)) - ((count + 1) / (double)count);
        return new ParetoCurve([.. Percentages.Select(p => Point(p, sums, count))], Math.Max(gini, 0));
    }

    private static ParetoPoint Point(int percent, long[] sums, int count)
    {
        int tasks = (int)((((long)count * percent) + 99) / 100);
        return new ParetoPoint(percent, tasks, Usd.FromMicros(sums[tasks]), (decimal)sums[tasks] / sums[^1]);
    }
}

/// <summary>One point of the curve.</summary>
/// <param name="Percent">Of the tasks, dearest first.</param>
/// <param name="Tasks">How many tasks that are, rounded up.</param>
/// <param name="Cost">What they cost.</param>
/// <param name="Share">That cost as a part of all, 0 to 1.</param>
public sealed record ParetoPoint(int Percent, int Tasks, Usd Cost, decimal Share);
