namespace AgentFunctions.Limits.Providers;

/// <summary>
/// What a provider's 429s have taught about a model, for all instances: a pause, and a rate that falls by a factor with each
/// and rises by small steps while calls are answered (AIMD, as in TCP: Chiu and Jain, 1989).
/// </summary>
/// <param name="Factor">Share of the configured limit, or of 60 a minute where none is configured; null: not lowered.</param>
/// <param name="PausedUntil">No call before.</param>
/// <param name="CutAt">When a 429 was last taken to heart.</param>
/// <param name="RaisedAt">When it was raised last.</param>
/// <param name="Doubles">While no limit is configured and none was met again, the rate doubles at each step.</param>
/// <param name="Strikes">How often that was, since the rate was raised last.</param>
internal sealed record ModelThrottle(double? Factor, DateTimeOffset PausedUntil, DateTimeOffset CutAt, DateTimeOffset RaisedAt, bool Doubles, int Strikes)
{
    private const double Cut = 0.8;
    private const double Step = 0.01;
    private const double Least = 0.02;
    private const int StrikesToCut = 3;

    // Times 60 a minute: whoever takes that many calls has no limit that matters.
    private const double NoLimit = 1000;

    private static readonly TimeSpan StepEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestOwnPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestAskedPause = TimeSpan.FromHours(1);

    // Calls that were under way then, or for which slices had been taken, say nothing new.
    private static readonly TimeSpan Echo = TimeSpan.FromSeconds(CallWindow.SliceSeconds);

    public static ModelThrottle None { get; } = new(null, DateTimeOffset.MinValue, DateTimeOffset.MinValue, DateTimeOffset.MinValue, false, 0);

    /// <summary>A 429 came.</summary>
    /// <param name="sentAt">When its call was sent.</param>
    /// <param name="retryAfter">What the provider asks for, at most an hour; null: 1, 2, 4 seconds and so on up to a minute.</param>
    public ModelThrottle Throttled(DateTimeOffset sentAt, TimeSpan? retryAfter, bool isConfigured, DateTimeOffset now)
    {
        if (sentAt <= CutAt + Echo)
        {
            return Pause(retryAfter, now);
        }

        // A further 429 before anything was answered says that the pause was too short, and nothing about the rate; unless it goes on so.
        bool isAnswered = RaisedAt > CutAt;
        bool isLowered = Factor is null || isAnswered || Strikes % StrikesToCut == 0;
        ModelThrottle next = this with
        {
            Factor = isLowered ? Lower(isConfigured) : Factor,
            CutAt = now,
            Doubles = !isConfigured && (Factor is null || (Doubles && !isAnswered)),
            Strikes = Strikes + 1,
        };
        return next.Pause(retryAfter, now);
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

    /// <summary>A 429 came that says nothing about the rate: the provider is answering almost all calls.</summary>
    public ModelThrottle Pause(TimeSpan? retryAfter, DateTimeOffset now)
    {
        TimeSpan own = TimeSpan.FromSeconds(Math.Pow(2, Math.Clamp(Strikes - 1, 0, 10)));
        TimeSpan pause = retryAfter is { } asked ? Shorter(asked, LongestAskedPause) : Shorter(own, LongestOwnPause);
        return this with { PausedUntil = now + pause > PausedUntil ? now + pause : PausedUntil };
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
