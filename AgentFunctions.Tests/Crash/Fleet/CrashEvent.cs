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

    /// <summary>A host stands still, as one does on a machine that is moved or has run out of memory, and then goes on as if nothing had been.</summary>
    HostPause,

    /// <summary>Azurite is ended, and comes back only after a while.</summary>
    Storage,

    /// <summary>Azurite takes requests and does not answer them for a while; then it does.</summary>
    StoragePause,

    /// <summary>Azurite was slow to answer though nothing was done to it: the machine has too much to do.</summary>
    StorageStall,
}

/// <summary>One thing that is to go wrong.</summary>
/// <param name="At">After the start of the load.</param>
/// <param name="Place">Which host, where it matters.</param>
/// <param name="Length">How long it lasts at least, where it is not over at once.</param>
internal sealed record CrashEvent(TimeSpan At, CrashKind Kind, int Place, TimeSpan Length);

/// <summary>One thing that has gone wrong.</summary>
/// <param name="Host">The host process that it happened to, where it was one.</param>
internal sealed record CrashNote(CrashKind Kind, string? Host, DateTimeOffset From, DateTimeOffset To)
{
    public bool IsOfStorage => Kind is CrashKind.Storage or CrashKind.StoragePause or CrashKind.StorageStall;
}
