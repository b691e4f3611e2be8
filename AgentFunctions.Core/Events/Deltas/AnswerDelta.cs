namespace AgentFunctions.Events.Deltas;

/// <summary>A piece of an answer, as its model wrote it, or the news that the answer starts anew.</summary>
/// <param name="Attempt">Number of the attempt, 1 for the first.</param>
/// <param name="Sequence">Its place in the attempt, 1 for the first; without gaps.</param>
/// <param name="Text">Null: what came before is no part of the answer.</param>
/// <param name="Model">The model that starts anew; null for a piece.</param>
public sealed record AnswerDelta(int Attempt, int Sequence, string? Text, string? Model);
