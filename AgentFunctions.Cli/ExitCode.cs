namespace AgentFunctions.Cli;

/// <summary>What the command line ends with.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The arguments, an input file or a setting are wrong.</summary>
    public const int Usage = 1;

    /// <summary>The server refused (4xx), a whole request or a task of a file.</summary>
    public const int Refused = 2;

    /// <summary>The task failed, was cancelled or was dead-lettered.</summary>
    public const int NotSucceeded = 3;

    /// <summary>No answer, or 5xx, after all retries; or the server says that it is not healthy.</summary>
    public const int Unavailable = 4;

    /// <summary>Ctrl-C.</summary>
    public const int Interrupted = 130;
}
