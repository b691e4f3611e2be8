using AgentFunctions.Tasks;

namespace AgentFunctions.Fairness;

/// <summary>State of start-time fair queueing in one lane. One task is one unit of virtual time.</summary>
/// <param name="Now">Virtual time: the start tag of the furthest task that was begun.</param>
/// <param name="Finish">Finish tag of each tenant's newest task, for tenants that are ahead of virtual time.</param>
public sealed record LaneClock(Lane Lane, long Now, IReadOnlyDictionary<string, long> Finish);
