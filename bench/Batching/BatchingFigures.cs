using AgentFunctions.Bench.Measuring;
using AgentFunctions.Costs;
using AgentFunctions.Tasks;

namespace AgentFunctions.Bench.Batching;

/// <summary>What a run came to.</summary>
/// <param name="Tasks">In the order of the tickets.</param>
/// <param name="Calls">As the model saw them.</param>
/// <param name="Wrong">Tasks that succeeded with an answer that is not theirs.</param>
/// <param name="Size">The pack size at the end.</param>
internal sealed record BatchingFigures(BatchingCase Case, IReadOnlyList<AgentTask> Tasks, LedgerAmounts Ledger, IReadOnlyCollection<AskedOfModel> Calls, int Wrong, int Size)
{
    public bool IsPacked => Calls.Any(c => c.Items > 0);

    /// <summary>Mean number of tasks in a request for several; null when there was none.</summary>
    public double? MeanItems => IsPacked ? Calls.Where(c => c.Items > 0).Average(c => c.Items) : null;

    /// <summary>Tasks that were asked about more than once.</summary>
    public int AskedAgain => Tasks.Count(t => t.Attempts.Sum(a => a.Calls.Count) > 1);

    /// <summary>Share of tasks whose first answer was of use.</summary>
    public double FirstPass => 1 - ((double)AskedAgain / Tasks.Count);

    public Usd SumOfTasks => Tasks.Aggregate(default(Usd), (sum, task) => sum + task.Cost);

    /// <summary>Share of the price that was saved against the same tickets alone.</summary>
    public double SavedAgainst(BatchingFigures alone) => 1 - (double)(Ledger.Cost.Amount / alone.Ledger.Cost.Amount);

    /// <summary>Milliseconds that each task took longer than the same ticket alone.</summary>
    public Percentiles AddedTo(BatchingFigures alone) => new(Tasks.Zip(alone.Tasks, (mine, other) => Took(mine) - Took(other)));

    /// <summary>What must hold, whatever was run; empty when it does.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (IGrouping<AgentTaskStatus, AgentTask> left in Tasks.Where(t => t.Status != AgentTaskStatus.Succeeded).GroupBy(t => t.Status))
        {
            yield return $"{left.Count()} tasks ended {left.Key}{(left.First().Attempts is [.., { Error: { } error }] ? $": {error.Code}" : string.Empty)}";
        }

        if (Wrong > 0)
        {
            yield return $"{Wrong} tasks have an answer that is not theirs";
        }

        if (Ledger.Cost != SumOfTasks)
        {
            yield return $"the ledger says {Ledger.Cost} USD, its tasks {SumOfTasks} USD";
        }

        if (Ledger.Calls != Calls.Count)
        {
            yield return $"the ledger knows {Ledger.Calls} calls, the model {Calls.Count}";
        }

        (long input, long output) = (Calls.Sum(c => (long)c.Input), Calls.Sum(c => (long)c.Output));
        if ((Ledger.Usage.Input, Ledger.Usage.Output) != (input, output))
        {
            yield return $"the ledger knows {Ledger.Usage.Input} and {Ledger.Usage.Output} tokens, the model {input} and {output}";
        }

        if (Case.Way is BatchingWay.Decided or BatchingWay.Forced && Size != Case.Size)
        {
            yield return $"the size was to be {Case.Size} and is {Size}";
        }
    }

    private static double Took(AgentTask task) => ((task.FinishedAt ?? task.CreatedAt) - task.CreatedAt).TotalMilliseconds;
}
