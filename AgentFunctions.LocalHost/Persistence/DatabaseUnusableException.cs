namespace AgentFunctions.LocalHost.Persistence;

/// <summary>The database file cannot be used as it is; the message names the file and what to do.</summary>
internal sealed class DatabaseUnusableException(string file, string reason, Exception? innerException = null)
    : Exception($"The database file '{file}' cannot be used: {reason}", innerException)
{
    public string File { get; } = file;
}
