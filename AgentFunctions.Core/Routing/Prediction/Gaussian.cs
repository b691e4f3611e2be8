namespace AgentFunctions.Routing.Prediction;

/// <summary>What is believed of a log-odds: its mean and variance.</summary>
public readonly record struct Gaussian(double Mean, double Variance)
{
    /// <summary>
    /// The probability that this log-odds stands for, averaged over what is not known: uncertainty draws it towards one half
    /// (MacKay, The evidence framework applied to classification networks, 1992).
    /// </summary>
    public double Probability => Logistic.Of(Mean / DrawBack(Variance));

    internal static double DrawBack(double variance) => Math.Sqrt(1 + (Math.PI * variance / 8));
}
