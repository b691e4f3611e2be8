namespace AgentFunctions.LocalHost.ServiceBus;

/// <summary>What became of locks that were to be renewed together.</summary>
/// <param name="Until">End of those that were renewed.</param>
/// <param name="Ended">Tokens of those that could not be, because they had ended or their messages were settled.</param>
internal sealed record RenewedLocks(DateTimeOffset Until, IReadOnlyList<string> Ended);
