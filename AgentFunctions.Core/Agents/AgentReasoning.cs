namespace AgentFunctions.Agents;

/// <summary>How much a reasoning model is to think before it answers. Thinking is paid for as output.</summary>
public enum AgentReasoning
{
    None,
    Low,
    Medium,
    High,
}
