namespace AgentFunctions.Costs.Reports.Top;

/// <summary>Sums over the tasks that an agent ran on a model.</summary>
internal sealed class CostGroup(int index, string agent, string model)
{
    /// <summary>Place among the groups of the sample.</summary>
    public int Index { get; } = index;

    public string Agent { get; } = agent;

    /// <summary>Name in the catalogue; <see cref="LedgerKey.NoModel"/> for tasks that called none.</summary>
    public string Model { get; } = model;

    /// <summary>Tasks that called the model at least once.</summary>
    public int Tasks { get; private set; }

    public long Calls { get; private set; }

    public TokenUsage Usage { get; private set; }

    public Usd Cost { get; private set; }

    /// <summary>Input tokens of the smallest call.</summary>
    public long SmallestInput { get; private set; } = long.MaxValue;

    /// <summary>Input and output tokens of the largest call.</summary>
    public long LargestCall { get; private set; }

    /// <summary>Attempts that ended with an answer of this model, good or bad; faults of the provider do not count.</summary>
    public int Trials { get; private set; }

    /// <summary>Those of <see cref="Trials"/> whose answer was good.</summary>
    public int Passes { get; private set; }

    public void AddTask() => Tasks++;

    public void AddCall(ModelCall call)
    {
        Calls++;
        Usage += call.Usage;
        Cost += call.Cost;
        SmallestInput = Math.Min(SmallestInput, call.Usage.Input);
        LargestCall = Math.Max(LargestCall, call.Usage.Input + call.Usage.Output);
    }

    /// <summary>What is left of a task whose oldest calls are no longer told one by one.</summary>
    public void AddUntold(TokenUsage usage, Usd cost)
    {
        Usage += usage;
        Cost += cost;
    }

    public void AddTrial(bool passed)
    {
        Trials++;
        Passes += passed ? 1 : 0;
    }
}
