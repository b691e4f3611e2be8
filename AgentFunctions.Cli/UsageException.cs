namespace AgentFunctions.Cli;

/// <summary>What the user gave is wrong. The message says what, and what is allowed.</summary>
internal sealed class UsageException(string message) : Exception(message);
