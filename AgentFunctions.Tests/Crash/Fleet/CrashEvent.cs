namespace AgentFunctions.Tests.Crash.Fleet;

/// <summary>What goes wrong.</summary>
internal enum CrashKind
{
    /// <summary>Any host is killed.</summary>
    Host,

    /// <summary>The host that runs Azurite is killed; another one has to take Azurite over.</summary>
    StorageOwner,

    /// <summary>All hosts are killed at once.</summary>
    AllHosts,

    /// <summary>Azurite is ended.</summary>
    Storage,
}

/// <summary>One thing that goes wrong.</summary>
/// <param name="At">After the start of the load.</param>
/// <param name="Place">Which host, where it matters.</param>
internal sealed record CrashEvent(TimeSpan At, CrashKind Kind, int Place);
