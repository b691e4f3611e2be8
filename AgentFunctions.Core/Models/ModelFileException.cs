namespace AgentFunctions.Models;

/// <summary>The model catalogue is broken. The message has a line for each fault: <c>file: field: what is wrong and what is allowed</c>.</summary>
public sealed class ModelFileException(string message) : Exception(message);
