namespace AgentFunctions.Models.Batches;

/// <summary>
/// How far the requests of a batch are. The rest of <paramref name="Total"/> is under way, expired or cancelled. Some providers count only
/// when the batch has ended, and say 0 until then.
/// </summary>
/// <param name="Total">0 while the provider has not counted yet.</param>
public sealed record BatchCounts(long Total, long Answered, long Failed);
