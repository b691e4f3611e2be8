namespace AgentFunctions.Bench.Routing;

/// <summary>A pass rate that was foretold before the outcome was learnt.</summary>
internal readonly record struct Forecast(int Model, double PassRate, bool Passed);
