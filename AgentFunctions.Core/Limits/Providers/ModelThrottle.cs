namespace AgentFunctions.Limits.Providers;

/// <summary>
/// What a provider's 429s have taught about a model, for all instances: a pause, and a rate that falls by a factor with each
/// and rises by small steps while calls are answered (AIMD, as in TCP: Chiu and Jain, 1989).
/// </summary>
/// <param name="Factor">Share of the configured limit, or of 60 a minute where none is configured; null: not lowered.</param>
/// <param name="PausedUntil">No call before.</param>
/// <param name="CutAt">When the rate was lowered last.</param>
/// <param name="RaisedAt">When it was raised last.</param>
/// <param name="Doubles">While no limit is configured and none was met again, the rate doubles at each step.</param>
/// <param name="Strikes">Times that it was lowered in a row.</param>
internal sealed record ModelThrottle(double? Factor, DateTimeOffset PausedUntil, DateTimeOffset CutAt, DateTimeOffset RaisedAt, bool Doubles, int Strikes)
{
    private const double Cut = 0.8;
    private const double Step = 0.01;
    private const double Least = 0.02;

    // Times 60 a minute: whoever takes that many calls has no limit that matters.
    private const double NoLimit = 1000;

    private static readonly TimeSpan StepEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestOwnPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestAskedPause = TimeSpan.FromHours(1);

    // Calls that were under way, or whose slices were taken, when the rate was lowered say nothing about the lower one.
    private static readonly TimeSpan Echo = TimeSpan.FromSeconds(CallWindow.SliceSeconds);

    public static ModelThrottle None { get; } = new(null, DateTimeOffset.MinValue, DateTimeOffset.MinValue, DateTimeOffset.MinValue, false, 0);

    /// <summary>A 429 came.</summary>
    /// <param name="sentAt">When its call was sent.</param>
    /// <param name="retryAfter">What the provider asks for, at most an hour; null: 1, 2, 4 seconds and so on up to a minute.</param>
    public ModelThrottle Throttled(DateTimeOffset sentAt, TimeSpan? retryAfter, bool isConfigured, DateTimeOffset now)
    {
        bool isEcho = sentAt <= CutAt + Echo;
        ModelThrottle next = isEcho ? this : this with { Factor = Lower(isConfigured), CutAt = now, Doubles = !isConfigured && Factor is null, Strikes = Strikes + 1 };
        TimeSpan own = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(Math.Max(next.Strikes, 1) - 1, 10)));
        TimeSpan pause = retryAfter is { } asked ? Shorter(asked, LongestAskedPause) : Shorter(own, LongestOwnPause);
        return next with { PausedUntil = now + pause > PausedUntil ? now + pause : PausedUntil };
    }

    /// <summary>A call that was sent after the last cut was answered.</summary>
    public ModelThrottle Answered(bool isConfigured, DateTimeOffset now)
    {
        if (Factor is not { } factor || now < PausedUntil || now < CutAt + StepEvery || now < RaisedAt + StepEvery)
        {
            return this;
        }

        double raised = Doubles ? factor * 2 : factor + Math.Max(Step, isConfigured ? 0 : factor * Step);
        return raised >= (isConfigured ? 1 : NoLimit) ? None : this with { Factor = raised, RaisedAt = now, Strikes = 0 };
    }

    private double Lower(bool isConfigured) => (isConfigured, Factor, Doubles) switch
    {
        (false, null, _) => 1,
        (false, { } factor, true) => Math.Max(Least, factor / 2),
        (_, var factor, _) => Math.Max(Least, (factor ?? 1) * Cut),
    };

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
