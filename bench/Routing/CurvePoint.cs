namespace AgentFunctions.Bench.Routing;

/// <summary>What one setting of the router costs and brings.</summary>
/// <param name="Cost">0: all prompts to the cheapest model, 1: all to the dearest, by price. With two models: the share of calls to the dearer.</param>
/// <param name="Accuracy">Share of prompts answered correctly.</param>
internal readonly record struct CurvePoint(double Cost, double Accuracy);
