namespace AgentFunctions.Bench.Planning;

/// <summary>How a pool does within a stretch of time, planned or simulated.</summary>
/// <param name="Mean">Mean wait for a worker, seconds; likewise the percentiles.</param>
/// <param name="Utilisation">Share of the places for tasks that is taken, 0 to 1.</param>
/// <param name="Instances">Mean instances that run or start.</param>
/// <param name="Active">Mean instances with at least one task; what Flex Consumption bills as executing.</param>
internal sealed record PoolFigures(double Mean, double P50, double P95, double P99, double Utilisation, double Instances, double Active);
