namespace AgentFunctions.Tasks;

/// <summary>What a redriven task asks for differently; what is null stays as it was.</summary>
public sealed record TaskPatch(Payload? Input, string? AgentVersion, Lane? Lane)
{
    public static TaskPatch None { get; } = new(null, null, null);

    /// <summary>What the task then asks for, as a hash; null when that has not changed.</summary>
    public WorkKey? WorkKey { get; init; }

    /// <summary>Names of the fields that it changes.</summary>
    public IReadOnlyList<string> Fields =>
        [.. new[] { Input is null ? null : "input", AgentVersion is null ? null : "agentVersion", Lane is null ? null : "lane" }.OfType<string>()];
}
