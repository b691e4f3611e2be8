namespace AgentFunctions.Agents;

/// <summary>Whose answers may be given again.</summary>
public enum CacheScope
{
    /// <summary>A tenant meets only its own answers.</summary>
    Tenant,

    /// <summary>All tenants share; for agents whose answers hold nothing private.</summary>
    Shared,
}

/// <summary>Whether an answer given before may be given again to an identical task.</summary>
/// <param name="MaxAge">An older answer is not used.</param>
/// <param name="Coalesce">Whether identical tasks that are open at the same time share one answer.</param>
public sealed record AgentCachePolicy(bool Use, TimeSpan MaxAge, CacheScope Scope, bool Coalesce)
{
    /// <summary>Default of <see cref="MaxAge"/>.</summary>
    public static readonly TimeSpan DefaultMaxAge = TimeSpan.FromHours(24);

    /// <summary>
    /// The policy of an agent that names none: every task has an answer of its own, but identical ones that are open at the same time
    /// share one, unless the agent has tools, which may do something each time.
    /// </summary>
    public static AgentCachePolicy Default(bool hasTools) => new(false, DefaultMaxAge, CacheScope.Tenant, Coalesce: !hasTools);
}

/// <summary>How an agent's tasks may be routed.</summary>
/// <param name="Models">Names of the models that may take them; empty: every model of the catalogue that has a pass rate.</param>
/// <param name="Explore">Whether a task may now and then go to a model only to learn more of it.</param>
/// <param name="Escalate">Whether a dearer model is asked when an answer does not pass its checks.</param>
public sealed record AgentRoutingPolicy(IReadOnlyList<string> Models, bool Explore, bool Escalate)
{
    /// <summary>What an agent file without <c>routing</c> gets.</summary>
    public static AgentRoutingPolicy Default { get; } = new([], Explore: true, Escalate: true);
}

/// <summary>How small tasks of an agent may share one model request.</summary>
/// <param name="MaxItems">Most tasks in one request, 2 to 1,000.</param>
/// <param name="MaxInputTokens">Most input tokens in one request.</param>
/// <param name="MaxWait">Longest a task waits for company.</param>
public sealed record AgentBatchPolicy(int MaxItems, int MaxInputTokens, TimeSpan MaxWait)
{
    /// <summary>What an agent file that says <c>batch: {}</c> gets.</summary>
    public static AgentBatchPolicy Default { get; } = new(20, 8000, TimeSpan.FromSeconds(2));

    /// <summary>Most of <see cref="MaxWait"/>: a task that waits for much longer counts as stranded.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    // An id, the word output, braces and quotes.
    private const int OutputTokensAround = 24;

    /// <summary>Most output tokens of a request with so many tasks.</summary>
    public static int OutputTokensOf(AgentDefinition agent, int items) => checked(items * (agent.MaxOutputTokens + OutputTokensAround));
}
