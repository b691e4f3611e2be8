namespace AgentFunctions.Storage;

/// <summary>A continuation token is not one that the store gave out.</summary>
public sealed class InvalidContinuationException() : Exception("The continuation token is not valid.");
