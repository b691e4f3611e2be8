namespace AgentFunctions.Client;

/// <summary>What was spent and saved.</summary>
/// <param name="By">What the rows are grouped by.</param>
/// <param name="Rows">Dearest first.</param>
public sealed record CostReport(CostHours Hours, IReadOnlyList<string> By, IReadOnlyList<CostLine> Rows, CostLine Totals);

/// <summary>The whole hours that a report covers.</summary>
/// <param name="To">End of the last one.</param>
public sealed record CostHours(DateTimeOffset From, DateTimeOffset To);

/// <summary>One row of a report, or its totals; all amounts are US dollars. What the report is not grouped by is null.</summary>
public sealed record CostLine
{
    public string? Tenant { get; init; }

    public string? Agent { get; init; }

    public string? Model { get; init; }

    public string? Lane { get; init; }

    /// <summary>Start of the hour.</summary>
    public DateTimeOffset? Hour { get; init; }

    public DateOnly? Day { get; init; }

    /// <summary>Tasks that ended.</summary>
    public long Tasks { get; init; }

    public long Succeeded { get; init; }

    /// <summary>Model calls.</summary>
    public long Calls { get; init; }

    public TokenUsage Usage { get; init; } = new(0, 0, 0, Estimated: false);

    public decimal Cost { get; init; }

    /// <summary>Null when no task ended.</summary>
    public decimal? CostPerTask { get; init; }

    /// <summary>What the cached answers had cost.</summary>
    public decimal SavedByCache { get; init; }

    /// <summary>What the shared answers of identical open tasks had cost.</summary>
    public decimal SavedByCoalescing { get; init; }

    /// <summary>Against the best model; below 0 where routing cost more.</summary>
    public decimal SavedByRouting { get; init; }

    /// <summary>Against calls of their own.</summary>
    public decimal SavedByBatching { get; init; }

    public long CacheHits { get; init; }

    public long Coalesced { get; init; }

    /// <summary>Parts of calls that several tasks shared.</summary>
    public long Batched { get; init; }

    /// <summary>Answers that were held against their agent's checks.</summary>
    public long Judged { get; init; }

    /// <summary>Share of them that passed, 0 to 1; null when none was judged.</summary>
    public double? PassRate { get; init; }
}

/// <summary>What to group costs by.</summary>
public enum CostDimension
{
    Tenant,
    Agent,
    Model,
    Lane,
    Hour,
    Day,
}

/// <summary>Which costs to report.</summary>
public sealed record CostQuery
{
    /// <value>Empty: agent and model.</value>
    public IReadOnlyList<CostDimension> By { get; init; } = [];

    /// <value>Null: 24 h before <see cref="To"/>.</value>
    public DateTimeOffset? From { get; init; }

    /// <value>Null: now.</value>
    public DateTimeOffset? To { get; init; }
}
