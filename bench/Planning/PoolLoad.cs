namespace AgentFunctions.Bench.Planning;

/// <summary>What comes to one pool of workers within a stretch of time.</summary>
/// <param name="Curve">How the rate goes up and down.</param>
/// <param name="Rate">Mean tasks a second.</param>
/// <param name="RateBefore">Tasks a second in the quarter of an hour before, which makes the pool what it is at the beginning.</param>
/// <param name="MeanSeconds">Mean time that a task keeps a worker.</param>
/// <param name="Cv">Variation of those times.</param>
internal sealed record PoolLoad(RateCurve Curve, double Rate, double RateBefore, double MeanSeconds, double Cv)
{
    /// <summary>Length of the time before.</summary>
    public const double LeadSeconds = 900;

    /// <value>The provider's limits. Default: none.</value>
    public IReadOnlyList<ProviderNeed> Needs { get; init; } = [];

    /// <value>Share of those limits that this pool has.</value>
    public double NeedShare { get; init; } = 1;

    /// <summary>Offered load in Erlangs: workers busy if there are always enough (Little's law).</summary>
    public double Erlangs => Rate * MeanSeconds;

    /// <summary>That of the moment with the most work, which lasts some seconds.</summary>
    public double HighestErlangs => Math.Min(Rate * Curve.HighestWork, Needs.Select(n => n.Rate * NeedShare).Append(double.PositiveInfinity).Min()) * MeanSeconds;

    /// <summary>(Ca² + Cs²) / 2; arrivals are Poisson about their curve.</summary>
    public double Variation => (1 + (Cv * Cv)) / 2;

    public static PoolLoad Busy(Demand demand, RateCurve curve) => new(curve, demand.BusyRate, demand.QuietRate, demand.MeanSeconds, curve.Cv);

    public static PoolLoad Quiet(Demand demand, RateCurve curve) =>
        new(RateCurve.Even(curve.Cv, 3600), demand.QuietRate, demand.QuietRate, demand.MeanSeconds, curve.Cv);

    /// <summary>Rate at a time, which is negative before the stretch.</summary>
    public double RateAt(double seconds) =>
        seconds < 0 || seconds >= Curve.Seconds ? RateBefore : Rate * Curve.Rates[(int)(seconds / Curve.EverySeconds)];

    /// <summary>Mean seconds that the tasks of a time take.</summary>
    public double SecondsAt(double seconds) =>
        seconds < 0 || seconds >= Curve.Seconds ? MeanSeconds : MeanSeconds * Curve.Lengths[(int)(seconds / Curve.EverySeconds)];

    /// <summary>Most tasks a second that the provider's limits let through; infinite without limits.</summary>
    public double ProviderRateAt(double seconds)
    {
        double prompts = seconds < 0 || seconds >= Curve.Seconds ? 1 : Curve.Prompts[(int)(seconds / Curve.EverySeconds)];
        double least = double.PositiveInfinity;
        foreach (ProviderNeed need in Needs)
        {
            least = Math.Min(least, need.RateFor(prompts) * NeedShare);
        }

        return least;
    }
}
