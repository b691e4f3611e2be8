using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentFunctions.LocalHost.Workers;

/// <summary>Healthy when the pool looks at its queues and has, or can have, a worker.</summary>
internal sealed class WorkerPoolHealth(WorkerScaler scaler, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(scaler.LastLook is { } last && time.GetUtcNow() - last < Patience
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"The queues were last looked at {(scaler.LastLook is { } at ? $"at {at:O}" : "never")}."));
}
