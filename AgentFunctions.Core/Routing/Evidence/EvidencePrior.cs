namespace AgentFunctions.Routing.Evidence;

/// <summary>What the catalogue says of a model before there is evidence, as outcomes that nobody saw.</summary>
/// <param name="Passes">Above 0 and below <paramref name="Trials"/>.</param>
/// <param name="Trials">The higher, the longer the prior is held against evidence.</param>
public sealed record EvidencePrior(double Passes, double Trials)
{
    /// <summary>How many outcomes a pass rate of the catalogue counts for.</summary>
    public const double DefaultTrials = 10;

    /// <param name="passRate">Above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not above 0 and below 1.</exception>
    public static EvidencePrior Of(double passRate, double trials = DefaultTrials) => passRate is > 0 and < 1
        ? new EvidencePrior(passRate * trials, trials)
        : throw new ArgumentOutOfRangeException(nameof(passRate), passRate, "A prior pass rate must lie above 0 and below 1.");
}
