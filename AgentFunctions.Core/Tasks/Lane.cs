namespace AgentFunctions.Tasks;

/// <summary>How urgent a task is. Each lane has a queue and workers of its own.</summary>
public enum Lane
{
    /// <summary>Somebody is waiting for the answer.</summary>
    Interactive,

    /// <summary>Soon, in order. The default.</summary>
    Standard,

    /// <summary>Whenever it is cheapest.</summary>
    Economy,
}
