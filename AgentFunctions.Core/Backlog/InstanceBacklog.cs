using AgentFunctions.Fairness;

namespace AgentFunctions.Backlog;

/// <summary>What one instance tells the others.</summary>
/// <param name="Instance">Name of the instance, unlike that of any other, ever.</param>
/// <param name="Clocks">Virtual time and tenants' shares, lane by lane.</param>
public sealed record InstanceBacklog(string Instance, DateTimeOffset At, IReadOnlyList<GroupCounts> Groups, IReadOnlyList<LaneClock> Clocks);
