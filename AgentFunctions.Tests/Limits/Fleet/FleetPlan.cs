using AgentFunctions.Models;
using AgentFunctions.Tasks;

namespace AgentFunctions.Tests.Limits.Fleet;

/// <summary>What a simulated fleet is put through.</summary>
internal sealed record FleetPlan
{
    public int Seed { get; init; } = 20261125;

    public int Instances { get; init; } = 40;

    public int Workers { get; init; } = 16;

    /// <summary>What the catalogue says of the model.</summary>
    public required ModelDefinition Model { get; init; }

    /// <summary>What the provider really takes.</summary>
    public int? RequestsPerMinute { get; init; }

    public int? TokensPerMinute { get; init; }

    public bool TellsWhen { get; init; } = true;

    /// <summary>Tasks that wait from the start.</summary>
    public required IReadOnlyDictionary<Lane, int> Tasks { get; init; }

    /// <summary>Tasks that come later.</summary>
    public IReadOnlyList<(TimeSpan At, Lane Lane)> Arrivals { get; init; } = [];

    /// <summary>Tokens that a call may take at most; it takes between a fifth and all of them.</summary>
    public (int Least, int Most) Tokens { get; init; } = (500, 1500);

    /// <summary>When instances die (negative) or join.</summary>
    public IReadOnlyList<(TimeSpan At, int Instances)> Changes { get; init; } = [];

    public TimeSpan Length { get; init; } = TimeSpan.FromMinutes(20);
}
