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

    /// <summary>Azurite is ended, and comes back only after a while.</summary>
    Storage,
}

/// <summary>One thing that is to go wrong.</summary>
/// <param name="At">After the start of the load.</param>
/// <param name="Place">Which host, where it matters.</param>
/// <param name="Outage">How long the storage stays away at least, where it matters.</param>
internal sealed record CrashEvent(TimeSpan At, CrashKind Kind, int Place, TimeSpan Outage);

/// <summary>One thing that has gone wrong.</summary>
internal sealed record CrashNote(CrashKind Kind, DateTimeOffset From, DateTimeOffset To);
