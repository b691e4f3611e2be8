using AgentFunctions.Costs;

namespace AgentFunctions.Tasks;

/// <summary>How a model's turn at a task ended.</summary>
public enum TurnEnd
{
    /// <summary>Its answer passed the agent's checks.</summary>
    Passed,

    /// <summary>It answered, and the agent has no check that says whether that is good enough.</summary>
    NotJudged,

    /// <summary>Its answer did not pass the agent's checks, or it gave none that can be used.</summary>
    Failed,

    /// <summary>It gave no answer that can be used, and the agent has no checks: says too little of the model to be counted.</summary>
    Invalid,

    /// <summary>The provider could not be asked, or did not answer.</summary>
    Unavailable,
}

/// <summary>One model's turn at a task within an attempt.</summary>
/// <param name="At">When it ended.</param>
/// <param name="PassRate">The probability of passing that was foretold; null when nothing was.</param>
/// <param name="Usage">Tokens of the answer, without what its checks took.</param>
/// <param name="Cost">Price of its calls and checks.</param>
public sealed record ModelTurn(DateTimeOffset At, string Model, TurnEnd End, double? PassRate, TokenUsage Usage, Usd Cost)
{
    /// <summary>Why it failed or was not judged.</summary>
    public string? Reason { get; init; }
}
