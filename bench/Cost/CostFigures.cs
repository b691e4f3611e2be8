using AgentFunctions.Costs;
using AgentFunctions.Tasks;

namespace AgentFunctions.Bench.Cost;

/// <summary>What a replay came to.</summary>
/// <param name="ModelCalls">As the model counted them.</param>
internal sealed record CostFigures(IReadOnlyList<AgentTask> Tasks, LedgerAmounts Ledger, int ModelCalls)
{
    public Usd SumOfTasks => Tasks.Aggregate(default(Usd), (sum, task) => sum + task.Cost);

    /// <summary>What must hold, whatever was replayed; empty when it does.</summary>
    public IEnumerable<string> Faults()
    {
        if (Tasks.Any(t => t.Status != AgentTaskStatus.Succeeded))
        {
            yield return $"{Tasks.Count(t => t.Status != AgentTaskStatus.Succeeded)} tasks did not succeed";
        }

        if (Ledger.Cost != SumOfTasks)
        {
            yield return $"the ledger says {Ledger.Cost} USD, its tasks {SumOfTasks} USD";
        }

        if (Ledger.Calls != ModelCalls)
        {
            yield return $"the ledger knows {Ledger.Calls} calls, the model {ModelCalls}";
        }
    }

    /// <summary>Seconds from submission to the end that <paramref name="share"/> of the tasks stayed below.</summary>
    public double Seconds(double share)
    {
        double[] sorted = [.. Tasks.Select(t => (t.FinishedAt!.Value - t.CreatedAt).TotalSeconds).Order()];
        return sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }
}
