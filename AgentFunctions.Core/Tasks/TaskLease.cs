namespace AgentFunctions.Tasks;

/// <summary>The right to work on a task. Past <paramref name="Until"/> another worker may take the task over.</summary>
public sealed record TaskLease(string Owner, DateTimeOffset Until);
