namespace AgentFunctions.Models;

/// <summary>The model catalogue is broken. The message reads <c>file: field: what is wrong and what is allowed</c>.</summary>
public sealed class ModelFileException(string file, string problem, Exception? inner = null) : Exception($"{file}: {problem}", inner);
