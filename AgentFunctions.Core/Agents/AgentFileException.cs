namespace AgentFunctions.Agents;

/// <summary>An agent file is broken. The message reads <c>file:line: what is wrong and what is allowed</c>.</summary>
public sealed class AgentFileException(string file, int line, string problem, Exception? inner = null)
    : Exception($"{file}:{line}: {problem}", inner)
{
    public string File { get; } = file;

    /// <summary>1 for the first line of the file.</summary>
    public int Line { get; } = line;
}
