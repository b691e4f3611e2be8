namespace AgentFunctions.LocalHost;

/// <summary>What one process of the local host does.</summary>
internal enum LocalHostMode
{
    /// <summary>Everything: HTTP, workers, timers, orchestrations.</summary>
    Run,

    /// <summary>Workers only, on a data folder that other processes share.</summary>
    Worker,

    /// <summary>Everything, until the tasks of a file are done.</summary>
    Demo,

    /// <summary>A command about the API keys of the data folder; nothing is served.</summary>
    Keys,
}
