using AgentFunctions.Costs;

namespace AgentFunctions.Bench.Batching;

/// <summary>What to measure, and what is taken for granted of the model and of the arrivals.</summary>
/// <param name="Instructions">Tokens of the agent's instructions.</param>
/// <param name="Sizes">Most tasks in a request; 1 is without packs.</param>
/// <param name="Rate">Mean arrivals a second; Poisson.</param>
/// <param name="Wait">The agent's <c>maxWait</c>.</param>
internal sealed record BatchingPlan(
    int Tasks, int TaskTokens, IReadOnlyList<int> Instructions, IReadOnlyList<int> Sizes, double Rate, TimeSpan Wait, TokenPrice Price, ModelHabits Habits, Delivery Delivery, int Seed)
{
    /// <summary>How much worse the model of the last row becomes with each item.</summary>
    public double BadGrowth { get; init; }
}

/// <summary>How the model behaves.</summary>
/// <param name="FirstToken">Time to the first token of an answer.</param>
/// <param name="TokensASecond">Of an answer, after the first.</param>
/// <param name="Wrong">Probability that a single answer is not usable, 0 to 1.</param>
/// <param name="Growth">What each further item of a pack adds to that probability.</param>
/// <param name="Broken">Probability that the answer to a pack is not JSON, 0 to 1.</param>
internal sealed record ModelHabits(TimeSpan FirstToken, double TokensASecond, double Wrong, double Growth, double Broken)
{
    public TimeSpan TimeOf(int outputTokens) => FirstToken + TimeSpan.FromSeconds(outputTokens / TokensASecond);

    public double WrongIn(int items) => Math.Min(1, Wrong + (Growth * (items - 1)));
}

/// <summary>How the queue of small tasks hands out messages: as <c>minMessageBatchSize</c>, <c>maxMessageBatchSize</c> and <c>maxBatchWaitTime</c> of host.json.</summary>
internal sealed record Delivery(int Least, int Most, TimeSpan Wait);

/// <summary>How the tasks of a run come to share requests.</summary>
internal enum BatchingWay
{
    /// <summary>The agent has no <c>batch</c>.</summary>
    Alone,

    /// <summary>As the product decides, with the size held.</summary>
    Decided,

    /// <summary>All tasks go to the collector, whether it pays or not; the size is held.</summary>
    Forced,

    /// <summary>As the product decides, with the size that it finds.</summary>
    Adaptive,
}

/// <summary>One run.</summary>
internal sealed record BatchingCase(int Instructions, int Size, BatchingWay Way, ModelHabits Habits);
