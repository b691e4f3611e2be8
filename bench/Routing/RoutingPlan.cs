namespace AgentFunctions.Bench.Routing;

/// <summary>How outcomes become known.</summary>
internal enum RoutingMode
{
    /// <summary>Five folds; all models' outcomes are known on the four that train.</summary>
    KFold,

    /// <summary>One prompt after another; only the chosen model's outcome is learnt, after the choice.</summary>
    Prequential,
}

/// <summary>What to measure.</summary>
/// <param name="Prices">Of one call, by model, cheapest first.</param>
/// <param name="CheckAccuracy">Share of answers, right and wrong ones alike, that the cascade's check judges correctly.</param>
/// <param name="CheckPrice">Of one check.</param>
/// <param name="Repeat">How many orders of the prompts to average over.</param>
internal sealed record RoutingPlan(RoutingMode Mode, int Seed, IReadOnlyList<double> Prices, double CheckAccuracy, double CheckPrice, int Repeat)
{
    /// <summary>Prices when none are given: from 1 to 100 in equal ratios.</summary>
    public static double[] UsualPrices(int models) => [.. Enumerable.Range(0, models).Select(i => Math.Pow(100, (double)i / (models - 1)))];

    /// <summary>0: the cheapest model's price, 1: the dearest's.</summary>
    public double Relative(double price) => (price - Prices[0]) / (Prices[^1] - Prices[0]);
}
