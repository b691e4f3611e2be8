namespace AgentFunctions.Tests.Crash.Model;

/// <summary>What the model does to a call.</summary>
internal enum InjectedFault
{
    /// <summary>A correct answer after a small delay.</summary>
    None,

    /// <summary>429 with Retry-After.</summary>
    RateLimited,

    /// <summary>500.</summary>
    ServerError,

    /// <summary>A correct answer, but shortly before or after the caller's time is up.</summary>
    Late,

    /// <summary>No answer as long as the caller waits.</summary>
    Hang,

    /// <summary>The connection ends before the answer begins.</summary>
    Cut,

    /// <summary>The connection ends in the middle of the answer.</summary>
    CutMidway,

    /// <summary>200 with a body that is not JSON.</summary>
    NotJson,

    /// <summary>200 with JSON that is no chat completion.</summary>
    WrongShape,

    /// <summary>A chat completion whose content does not match the agent's output schema.</summary>
    WrongContent,

    /// <summary>A chat completion cut off at the token limit.</summary>
    Truncated,
}
