namespace AgentFunctions.Models.Batches;

/// <summary>The most that one batch may hold.</summary>
/// <param name="Requests">Number of requests.</param>
/// <param name="Bytes">Bytes of the file or body that is sent.</param>
public sealed record BatchLimits(int Requests, long Bytes);
