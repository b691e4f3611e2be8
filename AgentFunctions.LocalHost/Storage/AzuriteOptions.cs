namespace AgentFunctions.LocalHost.Storage;

/// <summary>Where the storage emulator listens and keeps its data.</summary>
/// <param name="Directory">Folder of its data, its log and its lock; created when missing.</param>
internal sealed record AzuriteOptions(string Directory)
{
    /// <value>Port of blobs; queue and table follow on the next two. 0 takes three free ports. Default 10000.</value>
    public int StoragePort { get; init; } = 10_000;

    /// <value>How long a start may take, installing aside. Default 30 s.</value>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <value>How long a graceful stop may take before it is killed. Default 5 s.</value>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <value>Wait before the first restart; doubles with each further one. Default 0.5 s.</value>
    public TimeSpan RestartBackOff { get; init; } = TimeSpan.FromSeconds(0.5);
}
