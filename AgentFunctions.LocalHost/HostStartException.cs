namespace AgentFunctions.LocalHost;

/// <summary>
/// The host cannot start or keep running for a reason its user can mend. The message says what to do and is
/// meant to be shown alone, without a stack trace.
/// </summary>
internal sealed class HostStartException : Exception
{
    public HostStartException(string message)
        : base(message)
    {
    }

    public HostStartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
