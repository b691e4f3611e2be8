namespace AgentFunctions.Caching;

/// <summary>Settings of the result cache, section <c>AgentFunctions:Cache</c>.</summary>
public sealed class CacheOptions
{
    /// <summary>How often maintenance removes expired answers. Where a lifecycle rule of the storage account does that, it need not.</summary>
    /// <value>Default 1 hour; zero: never.</value>
    public TimeSpan SweepEvery { get; set; } = TimeSpan.FromHours(1);
}
