using AgentFunctions.Tasks;

namespace AgentFunctions.Backlog;

/// <summary>What one instance has seen of the tasks of one agent in one lane.</summary>
/// <param name="Waiting">Tasks put in line minus tasks taken out of it; negative where an instance only works.</param>
/// <param name="Running">Tasks taken up minus tasks put down.</param>
/// <param name="Started">Attempts begun, ever.</param>
/// <param name="Rate">Attempts begun a second while tasks waited, as a moving average.</param>
/// <param name="WaitingSince">When the first task came of those that wait without a break since; null when none waits.</param>
/// <param name="LastStarted">When the task begun last had become due.</param>
public sealed record GroupCounts(
    Lane Lane, string Agent, long Waiting, long Running, long Started, double Rate, DateTimeOffset? WaitingSince, DateTimeOffset? LastStarted);
