namespace AgentFunctions.Bench.Planning;

/// <summary>What is to be carried.</summary>
/// <param name="TasksPerDay">Tasks submitted in 24 hours, those answered from the cache included.</param>
/// <param name="MeanSeconds">Mean time that a task keeps a worker, nearly all of it the model's.</param>
/// <param name="InputTokens">Mean tokens of a task's prompt.</param>
/// <param name="OutputTokens">Mean tokens of its answer.</param>
internal sealed record Demand(double TasksPerDay, double MeanSeconds, double InputTokens, double OutputTokens)
{
    private const double DaySeconds = 86_400;

    /// <value>Tasks of the busiest hour against those of the mean hour, 1 to 24. Default 2.5: the work of a day within ten hours.</value>
    public double PeakFactor { get; init; } = 2.5;

    /// <value>Share of tasks that the result cache answers: they need no worker and no model. Default 0.</value>
    public double CacheShare { get; init; }

    /// <value>Share of the others that goes through the provider's batch API, at its price and beside workers and limits. Default 0.</value>
    public double BatchShare { get; init; }

    /// <value>Share of input tokens that the provider reads from its prompt cache. Default 0.</value>
    public double PromptCacheShare { get; init; }

    /// <summary>Tasks a day that call a model.</summary>
    public double AskedPerDay => TasksPerDay * (1 - CacheShare);

    /// <summary>Tasks a day that keep a worker for their time.</summary>
    public double WorkedPerDay => AskedPerDay * (1 - BatchShare);

    /// <summary>Worked tasks a second, over the day.</summary>
    public double MeanRate => WorkedPerDay / DaySeconds;

    /// <summary>Worked tasks a second in the busiest hour, its bursts left out.</summary>
    public double BusyRate => MeanRate * PeakFactor;

    /// <summary>Worked tasks a second in each of the other 23 hours.</summary>
    public double QuietRate => MeanRate * (24 - PeakFactor) / 23;

    /// <summary>A part of it, as a lane is.</summary>
    public Demand Share(double share) => this with { TasksPerDay = TasksPerDay * share };
}
