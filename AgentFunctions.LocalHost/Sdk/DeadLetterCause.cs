namespace AgentFunctions.LocalHost.Sdk;

/// <summary>Why a message is dead-lettered, and properties to add to it.</summary>
internal sealed record DeadLetterCause(
    string? Reason, string? Description, IDictionary<string, object>? PropertiesToModify = null);
