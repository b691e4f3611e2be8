using AgentFunctions.Models;
using AgentFunctions.Queues;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Webhooks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentFunctions.Telemetry;

/// <summary>Healthy when tasks can be read.</summary>
internal sealed class TaskStoreHealth(ITaskStore tasks) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await tasks.ListAsync(new TaskFilter { PageSize = 1, From = DateTimeOffset.MaxValue.AddDays(-1) }, cancellationToken).ConfigureAwait(false);
        return HealthCheckResult.Healthy();
    }
}

/// <summary>Healthy when the place for large payloads answers.</summary>
internal sealed class PayloadStoreHealth(IPayloadStore payloads) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await payloads.PrepareAsync(cancellationToken).ConfigureAwait(false);
        return HealthCheckResult.Healthy();
    }
}

/// <summary>Healthy when every lane's queue answers, and that of the callbacks.</summary>
internal sealed class QueueHealth(ITaskQueue queue, IWebhookQueue webhooks) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<LaneDepth> depths = await queue.ReadDepthsAsync(cancellationToken).ConfigureAwait(false);
        WebhookDepth callbacks = await webhooks.ReadDepthAsync(cancellationToken).ConfigureAwait(false);
        return HealthCheckResult.Healthy(data: depths.ToDictionary(d => d.Lane.ToString(), d => (object)d.Active).Append(new("Webhooks", callbacks.Active)).ToDictionary());
    }
}

/// <summary>Healthy when the default model has the settings it needs. Does not call the model: that costs money.</summary>
internal sealed class ModelHealth(ModelCatalogue models, IChatClients clients) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            clients.For(models.Default);
            return Task.FromResult(HealthCheckResult.Healthy());
        }
        catch (ModelSettingException e)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy(e.Message));
        }
    }
}
