namespace AgentFunctions.Bench.Planning;

/// <summary>What the provider's limits let through, as the product keeps them: within 64 s instead of 60, and a fiftieth left for interactive tasks.</summary>
/// <param name="Name">The option that gives the limit.</param>
/// <param name="Limit">A minute.</param>
/// <param name="PerTask">What a task takes of it besides its prompt.</param>
/// <param name="PerPrompt">What a prompt of mean length takes.</param>
internal sealed record ProviderNeed(string Name, double Limit, double PerTask, double PerPrompt)
{
    /// <summary>Share of a limit that is used, since slices, clocks and lanes take some (docs/limits.md).</summary>
    public const double Usable = 60.0 / 64 * 0.98;

    // A call reserves its prompt and an eighth more.
    private const double PromptReserve = 1.125;

    /// <summary>What a task takes of it on average.</summary>
    public double Each => PerTask + PerPrompt;

    /// <summary>Tasks a second that it lets through.</summary>
    public double Rate => RateFor(1);

    /// <summary>The same where prompts are so much longer than the mean.</summary>
    public double RateFor(double prompts) => Limit * Usable / (PerTask + (PerPrompt * prompts)) / 60;

    public static IEnumerable<ProviderNeed> Of(PlanInputs inputs)
    {
        if (inputs.RequestsPerMinute is { } requests)
        {
            yield return new ProviderNeed("--requests-per-minute", requests, 1, 0);
        }

        if (inputs.TokensPerMinute is { } tokens)
        {
            yield return new ProviderNeed("--tokens-per-minute", tokens, Math.Max(inputs.ReservedOutput, inputs.Demand.OutputTokens), inputs.Demand.InputTokens * PromptReserve);
        }
    }

    /// <summary>The least limit for so many tasks a second.</summary>
    public double LimitFor(double rate) => Math.Ceiling(rate * 60 * Each / Usable);

    /// <summary>The least limit that also the bursts of an hour keep within.</summary>
    public double LimitForBursts(double rate, RateCurve curve) =>
        Math.Ceiling(curve.Rates.Zip(curve.Prompts, (r, p) => r * (PerTask + (PerPrompt * p))).Max() * rate * 60 / Usable);
}
