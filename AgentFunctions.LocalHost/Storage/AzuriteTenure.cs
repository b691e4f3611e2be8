using AgentFunctions.LocalHost.Processes;

namespace AgentFunctions.LocalHost.Storage;

/// <summary>On what terms this host uses the Azurite that answers on its ports.</summary>
internal abstract record AzuriteTenure
{
    private AzuriteTenure()
    {
    }

    /// <summary>This host runs it: it restarts it when it dies and stops it at its own end.</summary>
    public sealed record Owned(AzuriteProcess Process, FileLock Ownership) : AzuriteTenure;

    /// <summary>Another host on the same data folder runs it; when both go, this host takes over.</summary>
    public sealed record Shared : AzuriteTenure;

    /// <summary>Somebody runs it on data of their own: it is used and otherwise left alone.</summary>
    public sealed record External : AzuriteTenure;
}
