namespace AgentFunctions.Intake;

/// <summary>Settings of intake, section <c>AgentFunctions:Intake</c>.</summary>
public sealed class IntakeOptions
{
    /// <summary>How long an idempotency key is kept.</summary>
    /// <value>Default 24 hours.</value>
    public TimeSpan IdempotencyKeptFor { get; set; } = TimeSpan.FromHours(24);
}
