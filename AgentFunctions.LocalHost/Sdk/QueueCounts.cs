namespace AgentFunctions.LocalHost.Sdk;

/// <summary>Messages of one queue by state.</summary>
/// <param name="Active">Ready or locked.</param>
/// <param name="Locked">Those of the active ones that a receiver holds.</param>
/// <param name="Scheduled">Not due yet.</param>
/// <param name="DeadLettered">In the dead-letter queue.</param>
internal readonly record struct QueueCounts(long Active, long Locked, long Scheduled, long DeadLettered);
