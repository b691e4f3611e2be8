namespace AgentFunctions.Routing.Evidence;

/// <summary>A pass rate and the interval it lies in.</summary>
/// <remarks>
/// Wilson's score interval (JASA 22, 1927). Brown, Cai and DasGupta (Interval estimation for a binomial proportion, Statistical Science 16,
/// 2001) recommend it for small counts; unlike the exact interval of Clopper and Pearson it is not wider than it says, and it needs no
/// whole numbers, which faded counts are not.
/// </remarks>
public readonly record struct PassRateBounds(double Lower, double Rate, double Upper)
{
    /// <summary>Share of cases in which the rate is not below <see cref="Lower"/>.</summary>
    public const double DefaultConfidence = 0.9;

    /// <param name="confidence">One-sided, above 0.5 and below 1.</param>
    public static PassRateBounds Of(double passes, double trials, double confidence = DefaultConfidence)
    {
        if (trials <= 0)
        {
            return new PassRateBounds(0, 0.5, 1);
        }

        double z = NormalQuantile.Of(confidence);
        double rate = passes / trials;
        double square = z * z / trials;
        double centre = (rate + (square / 2)) / (1 + square);
        double half = z * Math.Sqrt((rate * (1 - rate) / trials) + (square / (4 * trials))) / (1 + square);
        return new PassRateBounds(Math.Max(0, centre - half), rate, Math.Min(1, centre + half));
    }
}
