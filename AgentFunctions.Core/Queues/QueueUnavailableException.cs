namespace AgentFunctions.Queues;

/// <summary>The queue service cannot be reached, does not answer in time, or lets this app not in. The message says what was tried and why it failed.</summary>
public sealed class QueueUnavailableException(string message, Exception inner) : Exception(message, inner);
