namespace AgentFunctions.Agents;

/// <summary>A place in the instructions that a task's input fills.</summary>
/// <param name="Path">Property names from the input down; empty for the whole input.</param>
/// <param name="Optional">Written with <c>?</c>: absent input renders as nothing.</param>
public sealed record Placeholder(IReadOnlyList<string> Path, bool Optional)
{
    public override string ToString() => string.Join('.', Path.Prepend("input"));
}
