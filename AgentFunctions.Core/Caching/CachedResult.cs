using AgentFunctions.Costs;
using AgentFunctions.Tasks;

namespace AgentFunctions.Caching;

/// <summary>An answer that was given before.</summary>
/// <param name="Task">The task whose model calls made it.</param>
/// <param name="Model">Model that gave it.</param>
/// <param name="At">When it was given.</param>
/// <param name="Cost">What the attempt that made it had cost.</param>
/// <param name="Json">The answer, JSON.</param>
public sealed record CachedResult(TaskId Task, string? Model, DateTimeOffset At, Usd Cost, string Json);

/// <summary>What the cache has for a key.</summary>
public abstract record CacheLookup
{
    private CacheLookup()
    {
    }

    public sealed record Hit(CachedResult Result) : CacheLookup;

    /// <summary>Nothing.</summary>
    public sealed record Miss : CacheLookup;

    /// <summary>An answer that is too old.</summary>
    public sealed record Expired : CacheLookup;

    /// <summary>Something that is no answer to this key.</summary>
    public sealed record Corrupt : CacheLookup;
}
