namespace AgentFunctions.LocalHost.Orchestrations.Journal;

/// <summary>Which instances to list, in the order of their creation.</summary>
internal sealed record InstanceFilter
{
    /// <summary>Matches any status.</summary>
    public const long AnyStatus = -1;

    /// <summary>Number of the last instance of the page before.</summary>
    public long After { get; init; }

    /// <summary>One bit a status, by its number.</summary>
    public long StatusMask { get; init; } = AnyStatus;

    /// <summary>UTC ticks, inclusive.</summary>
    public long CreatedFrom { get; init; }

    /// <summary>UTC ticks, inclusive.</summary>
    public long CreatedTo { get; init; } = long.MaxValue;

    public string IdPrefix { get; init; } = string.Empty;

    public int Max { get; init; } = int.MaxValue;

    /// <summary>Whether input, output, custom status and failure are read as well.</summary>
    public bool WithTexts { get; init; }
}
