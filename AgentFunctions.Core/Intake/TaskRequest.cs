using AgentFunctions.Costs;
using AgentFunctions.Tasks;

namespace AgentFunctions.Intake;

/// <summary>A task as a client asks for it, read and checked.</summary>
public sealed record TaskRequest
{
    public required string Agent { get; init; }

    /// <summary>The input as the client wrote it.</summary>
    public required string InputJson { get; init; }

    /// <summary>Set once the request is found good.</summary>
    public WorkKey? WorkKey { get; init; }

    public Lane Lane { get; init; } = Lane.Standard;

    public double? Quality { get; init; }

    public DateTimeOffset? Deadline { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public Usd? MaxCost { get; init; }

    public bool? Explore { get; init; }

    public TaskCachePolicy? Cache { get; init; }

    public Uri? Callback { get; init; }

    public bool Stream { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
