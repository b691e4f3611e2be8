namespace AgentFunctions.Bench.Routing;

/// <summary>A figure over several orders of the prompts.</summary>
internal sealed record Spread(double Mean, double Deviation, double Least, double Most)
{
    public static Spread Of(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        double squares = values.Sum(v => (v - mean) * (v - mean));
        return new Spread(mean, values.Count < 2 ? 0 : Math.Sqrt(squares / (values.Count - 1)), values.Min(), values.Max());
    }
}

/// <summary>All that was measured.</summary>
internal sealed record RoutingFigures(RoutingData Data, RoutingPlan Plan, IReadOnlyList<RoutingOutcome> Outcomes)
{
    public Spread Over(Func<RoutingOutcome, double> figure) => Spread.Of([.. Outcomes.Select(figure)]);

    /// <summary>Accuracy at a cost, averaged over the orders.</summary>
    public double AccuracyAt(double cost) => Outcomes.Average(o => o.Curve.AccuracyAt(cost));

    public CostQualityCurve Mix { get; } = RandomMix.Of(Data, Plan);

    /// <summary>Price of always taking the dearest model.</summary>
    public double DearestPrice => Plan.Prices[^1];

    public double PriceAt(double cost) => Plan.Prices[0] + (cost * (Plan.Prices[^1] - Plan.Prices[0]));
}
