namespace AgentFunctions.Routing.Evidence;

/// <summary>How many standard deviations above its mean a normal variable stays with a given probability.</summary>
internal static class NormalQuantile
{
    /// <param name="probability">Above 0.5 and below 1.</param>
    /// <remarks>Formula 26.2.23 of Abramowitz and Stegun, Handbook of Mathematical Functions: off by less than 0.00045.</remarks>
    public static double Of(double probability)
    {
        if (probability is not (> 0.5 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A confidence must lie above 0.5 and below 1.");
        }

        double t = Math.Sqrt(-2 * Math.Log(1 - probability));
        return t - ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308)))))));
    }
}
