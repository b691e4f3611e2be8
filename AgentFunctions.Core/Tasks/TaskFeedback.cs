namespace AgentFunctions.Tasks;

/// <summary>What the client says of an answer.</summary>
/// <param name="Score">How good it is, 0 to 1.</param>
/// <param name="Note">The client's own words.</param>
public sealed record TaskFeedback(double Score, string? Note, DateTimeOffset At);
