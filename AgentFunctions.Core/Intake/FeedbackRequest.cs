namespace AgentFunctions.Intake;

/// <summary>Feedback as a client gives it.</summary>
/// <param name="Score">0 to 1.</param>
/// <param name="Note">At most <see cref="IntakeLimits.NoteLength"/> characters.</param>
public sealed record FeedbackRequest(double Score, string? Note);
