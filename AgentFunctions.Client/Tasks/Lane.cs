namespace AgentFunctions.Client;

/// <summary>How urgent a task is.</summary>
public enum Lane
{
    /// <summary>Soon, in order. What the server takes when none is given.</summary>
    Standard,

    /// <summary>Somebody is waiting for the answer.</summary>
    Interactive,

    /// <summary>Whenever it is cheapest.</summary>
    Economy,
}
