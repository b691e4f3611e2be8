namespace AgentFunctions.Client;

/// <summary>What waits and who works.</summary>
/// <param name="Orchestrations">Those that have not ended.</param>
/// <param name="Workers">Null where the platform owns the workers.</param>
/// <param name="Webhooks">What waits in the callbacks' queue; null from a server that does not count them.</param>
public sealed record Backlog(IReadOnlyList<LaneBacklog> Lanes, IReadOnlyList<OpenOrchestrations> Orchestrations, WorkerPool? Workers, CallbackBacklog? Webhooks = null);

/// <summary>What waits in a lane.</summary>
/// <param name="Depth">Tasks that wait to be begun, those for later included.</param>
/// <param name="InFlight">Tasks being worked on.</param>
/// <param name="OldestAgeSeconds">About how long the next one has waited; null when none waits.</param>
/// <param name="ServiceRate">Tasks begun a second, as a moving average.</param>
/// <param name="EstimatedWaitSeconds">How long a task that comes now waits; null when that is not known.</param>
/// <param name="Scheduled">Messages for later.</param>
/// <param name="DeadLettered">Messages that nobody could read.</param>
public sealed record LaneBacklog(
    string Lane,
    long Depth,
    long InFlight,
    double? OldestAgeSeconds,
    double ServiceRate,
    double? EstimatedWaitSeconds,
    long Scheduled,
    long DeadLettered,
    IReadOnlyList<AgentBacklog> Agents);

/// <summary>What waits in a lane for one agent; the figures are as for the lane.</summary>
public sealed record AgentBacklog(string Agent, long Depth, long InFlight, double? OldestAgeSeconds, double ServiceRate, double? EstimatedWaitSeconds);

/// <summary>Open orchestrations of one name in one status.</summary>
public sealed record OpenOrchestrations(string Name, string Status, int Count, double OldestAgeSeconds);

/// <summary>The pool of workers.</summary>
/// <param name="Busy">Those with a task in hand.</param>
/// <param name="Changes">The latest changes of size, newest first.</param>
public sealed record WorkerPool(int Workers, int Busy, int Minimum, int Maximum, IReadOnlyList<WorkerPoolChange> Changes);

/// <summary>A change of the pool's size.</summary>
public sealed record WorkerPoolChange(DateTimeOffset At, string Process, int From, int To, string Reason);

/// <summary>Whether everything is up.</summary>
/// <param name="Status"><c>healthy</c> or <c>unhealthy</c>.</param>
/// <param name="Down">Names of the parts that are not up.</param>
public sealed record Health(string Status, IReadOnlyList<string> Down, IReadOnlyDictionary<string, HealthPart> Parts);

/// <summary>Whether one part is up.</summary>
/// <param name="Reason">Why it is not.</param>
public sealed record HealthPart(string Status, string? Reason);
