namespace AgentFunctions.Tasks;

/// <summary>What can happen to a task.</summary>
public enum TaskEvent
{
    /// <summary>A worker takes the task, or takes it over after the lease of another ran out.</summary>
    Claim,

    /// <summary>The worker hands it back: a retry is due, the lease was lost, or the host is stopping.</summary>
    Release,

    /// <summary>An answer passed its checks.</summary>
    Succeed,

    /// <summary>An identical task's answer is given to it.</summary>
    Answer,

    /// <summary>It cannot succeed as it is, or its deadline passed.</summary>
    Fail,

    Cancel,

    /// <summary>Retries are used up; it waits for a person.</summary>
    DeadLetter,

    /// <summary>A person sends it round again.</summary>
    Redrive,
}
