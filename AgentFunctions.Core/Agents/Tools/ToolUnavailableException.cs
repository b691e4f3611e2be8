namespace AgentFunctions.Agents.Tools;

/// <summary>A tool of an agent cannot be had now. The message names server and tool.</summary>
public sealed class ToolUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
