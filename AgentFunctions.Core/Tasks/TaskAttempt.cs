using AgentFunctions.Costs;

namespace AgentFunctions.Tasks;

/// <summary>One try at a task.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Worker">Who tried.</param>
public sealed record TaskAttempt(int Number, string Worker, DateTimeOffset StartedAt)
{
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Model that was called last; null when none was.</summary>
    public string? Model { get; init; }

    /// <summary>Why it did not succeed; null while it runs and when it did.</summary>
    public TaskError? Error { get; init; }

    /// <summary>Price of its model calls.</summary>
    public Usd Cost { get; init; }

    /// <summary>Its model calls, oldest first. Of a task with very many calls only those of its later attempts are kept.</summary>
    public IReadOnlyList<ModelCall> Calls { get; init; } = [];

    /// <summary>How each model that was tried did, oldest first; kept as long as the calls.</summary>
    public IReadOnlyList<ModelTurn> Turns { get; init; } = [];
}
