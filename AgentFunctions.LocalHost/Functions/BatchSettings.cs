namespace AgentFunctions.LocalHost.Functions;

/// <summary>How functions with <c>IsBatched = true</c> get their messages; from section <c>extensions.serviceBus</c> of host.json. Defaults and bounds are those of Azure.</summary>
internal sealed record BatchSettings
{
    // The extension refuses more: it is half of the longest lock that Azure allows.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(150);

    /// <value>Most messages a call gets, from 1. Default 1,000.</value>
    public int MaxSize { get; init; } = 1_000;

    /// <value>Messages to wait for before a call, 1..<see cref="MaxSize"/>. Default 1: a call gets what is there.</value>
    public int MinSize { get; init; } = 1;

    /// <value>How long to wait for them once the first has come, 0..2 min 30 s; then a call gets what has come. Default 30 s.</value>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Reads the settings from section <c>extensions.serviceBus</c>, which is told those that are out of their bounds.</summary>
    public static BatchSettings Read(HostJsonSection section)
    {
        BatchSettings defaults = new();
        int max = section.Count("maxMessageBatchSize") ?? defaults.MaxSize;
        int min = section.Count("minMessageBatchSize") ?? defaults.MinSize;
        if (min > max)
        {
            section.Fault("minMessageBatchSize", $"must be at most maxMessageBatchSize, which is {max}; it is {min}.");
        }

        return new BatchSettings { MaxSize = max, MinSize = min, MaxWait = section.Time("maxBatchWaitTime", TimeSpan.Zero, LongestWait) ?? defaults.MaxWait };
    }
}
