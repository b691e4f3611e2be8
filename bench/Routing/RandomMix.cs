using AgentFunctions.Routing.Decisions;

namespace AgentFunctions.Bench.Routing;

/// <summary>What a draw brings that knows how often each model passes, and nothing of the prompt.</summary>
internal static class RandomMix
{
    /// <summary>
    /// At each cost the best mix of the models. Of two models: the straight line between them, with an APGR of 0.5. A third whose pass rate
    /// lies above the line between the ends lifts the mix, and the APGR of knowing nothing with it.
    /// </summary>
    public static CostQualityCurve Of(RoutingData data, RoutingPlan plan)
    {
        Offer[] models = [.. data.Models.Select((_, i) => new Offer(plan.Prices[i], data.Accuracy(i), data.Accuracy(i)))];
        IEnumerable<CurvePoint> corners = TradeOff.Path(models).Select(p => p.Offer).Append(models.Length - 1).Distinct()
            .Select(i => new CurvePoint(plan.Relative(models[i].Price), models[i].PassRate));
        return new CostQualityCurve(corners);
    }
}
