namespace AgentFunctions.Bench.Routing;

/// <summary>One order of the prompts, measured.</summary>
/// <param name="Promises">Empty where no quality was asked for.</param>
internal sealed record RoutingOutcome(CostQualityCurve Curve, IReadOnlyList<Forecast> Forecasts, IReadOnlyList<QualityPromise> Promises);

/// <summary>A pass rate that was asked for, and what came of it.</summary>
/// <param name="Met">Share of decisions that were said to meet the goal.</param>
internal sealed record QualityPromise(double Asked, double Accuracy, double Cost, double Met);
