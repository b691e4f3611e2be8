namespace AgentFunctions.Workers;

/// <summary>What to do with the queue message after a worker dealt with it.</summary>
public abstract record WorkOutcome
{
    private WorkOutcome()
    {
    }

    /// <summary>Everything the message asked for is done or stands in the queue anew: take it off.</summary>
    public sealed record Done : WorkOutcome
    {
        public static Done Instance { get; } = new();
    }

    /// <summary>Nobody can ever act on the message: set it aside.</summary>
    public sealed record Poison(string Reason, string Description) : WorkOutcome;
}
