namespace AgentFunctions.Routing.Prediction;

internal static class Logistic
{
    // Nothing is so sure that no outcome could change it.
    private const double Least = 1e-6;

    public static double Of(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    public static double LogOdds(double probability)
    {
        double p = Math.Clamp(probability, Least, 1 - Least);
        return Math.Log(p / (1 - p));
    }

    public static double Loss(double probability, bool passed) => -Math.Log(Math.Max(Least, passed ? probability : 1 - probability));

    /// <summary>
    /// Solves <c>step = passed - σ(mean + step · variance)</c>: how far one outcome moves a log-odds of that mean and variance,
    /// in units of the variance.
    /// </summary>
    public static double Step(double mean, double variance, bool passed)
    {
        // The left side less the right one rises in step, so that Newton's method within [-1, 1] finds the one root.
        double target = passed ? 1 : 0;
        (double low, double high) = (target - 1, target);
        double step = target - Of(mean);
        for (int i = 0; i < 50; i++)
        {
            double p = Of(mean + (step * variance));
            double error = step - (target - p);
            if (Math.Abs(error) < 1e-12)
            {
                break;
            }

            (low, high) = error > 0 ? (low, step) : (step, high);
            double next = step - (error / (1 + (p * (1 - p) * variance)));
            step = next > low && next < high ? next : (low + high) / 2;
        }

        return step;
    }
}
