namespace AgentFunctions.Costs.Reports.Top;

/// <summary>What became of the question where the cost lies.</summary>
public abstract record TopOutcome
{
    private TopOutcome()
    {
    }

    public sealed record Measured(TopReport Report) : TopOutcome;

    /// <summary>The hours hold more tasks than are compared.</summary>
    public sealed record TooManyTasks(int Limit) : TopOutcome;
}
