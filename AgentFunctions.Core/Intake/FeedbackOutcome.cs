using AgentFunctions.Tasks;

namespace AgentFunctions.Intake;

/// <summary>What became of feedback.</summary>
public abstract record FeedbackOutcome
{
    private FeedbackOutcome()
    {
    }

    /// <summary>Stored, in the place of any earlier one.</summary>
    public sealed record Kept(AgentTask Task) : FeedbackOutcome;

    /// <summary>The task has no answer to speak of; nothing was stored.</summary>
    public sealed record NotSucceeded(AgentTask Task) : FeedbackOutcome;

    /// <summary>There is no such task.</summary>
    public sealed record Unknown : FeedbackOutcome;
}
