namespace AgentFunctions.Models.Batches;

/// <summary>A batch that a provider has taken.</summary>
/// <param name="BatchId">The provider's name of the batch.</param>
/// <param name="CreatedAt">By the provider's clock; null: it did not say.</param>
/// <param name="ExpiresAt">When the provider gives up what is not done by then; null: it did not say.</param>
public sealed record BatchSubmission(string BatchId, DateTimeOffset? CreatedAt, DateTimeOffset? ExpiresAt);
