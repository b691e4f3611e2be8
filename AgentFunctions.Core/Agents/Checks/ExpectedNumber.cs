namespace AgentFunctions.Agents.Checks;

/// <summary>What a number of an answer is held against.</summary>
public abstract record ExpectedNumber
{
    private ExpectedNumber()
    {
    }

    /// <summary>A number of the task's input.</summary>
    public sealed record InInput(FieldPath Path) : ExpectedNumber;

    /// <summary>The sum of another field of the same answer.</summary>
    public sealed record SumOf(FieldPath Path) : ExpectedNumber;
}
