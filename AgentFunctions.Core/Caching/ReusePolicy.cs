using AgentFunctions.Agents;
using AgentFunctions.Tasks;

namespace AgentFunctions.Caching;

/// <summary>Which answers of identical tasks a task takes.</summary>
/// <param name="Cache">Those given before.</param>
/// <param name="Coalesce">That of one which is open at the same time.</param>
/// <param name="MaxAge">An older answer is not taken.</param>
public readonly record struct ReusePolicy(bool Cache, bool Coalesce, TimeSpan MaxAge)
{
    /// <summary>What holds for a task: its own word before its agent's.</summary>
    public static ReusePolicy Of(AgentDefinition agent, TaskCachePolicy? asked) => new(
        asked?.Use ?? agent.Cache.Use,
        asked?.Use ?? agent.Cache.Coalesce,
        asked?.MaxAge ?? agent.Cache.MaxAge);
}
