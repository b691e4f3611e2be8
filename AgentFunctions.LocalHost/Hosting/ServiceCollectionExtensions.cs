using AgentFunctions.Access;
using AgentFunctions.Http;
using AgentFunctions.LocalHost.Orchestrations;
using AgentFunctions.LocalHost.Orchestrations.Client;
using AgentFunctions.LocalHost.Orchestrations.Dispatch;
using AgentFunctions.LocalHost.ServiceBus;
using AgentFunctions.LocalHost.Storage;
using AgentFunctions.LocalHost.Triggers;
using AgentFunctions.LocalHost.Workers;
using AgentFunctions.Queues;
using AgentFunctions.Telemetry;
using AgentFunctions.Workers;
using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace AgentFunctions.LocalHost.Hosting;

/// <summary>Registers the local host.</summary>
internal static class ServiceCollectionExtensions
{
    // The workers drain first; what remains is for handing back.
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(30);

    public static void AddLocalHost(this IServiceCollection services, ConfigurationManager settings, LocalHostOptions options, AzuriteServer? storage, HostParts parts, AccessMode access)
    {
        if (storage is not null)
        {
            settings.AddInMemoryCollection([new("AzureWebJobsStorage", storage.ConnectionString)]);
        }

        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTime);
        services.AddAgentFunctions(settings).AddServiceBusTaskQueue().AddHttpApi(access);
        services.AddAgentFunctionsTelemetry(settings, Instrument);
        _ = storage is null ? services.AddInMemoryTaskStorage() : services.AddAzureTaskStorage();

        services.AddSingleton(parts.HostJson).AddSingleton(parts.Functions).AddSingleton(parts.Triggers).AddSingleton(parts.Database).AddSingleton(parts.Bus);
        services.AddSingleton(_ => new ServiceBusClient(parts.Bus));
        services.AddSingleton(_ => new ServiceBusAdministrationClient(parts.Bus));

        services.AddSingleton(new WorkerPoolOptions(options.MinWorkers, options.MaxWorkers, options.ScaleUpDepth, options.ScaleDownIdle));
        services.AddSingleton(provider => new QueueShares(parts.Triggers, WeightsOf(provider.GetRequiredService<IOptions<LaneOptions>>().Value)));
        services.AddSingleton(new WorkerSlots(options.MinWorkers)).AddSingleton<MessageRun>().AddSingleton<WorkerPoolRegistry>().AddSingleton<TimerSchedules>();
        services.AddSingleton<IWorkerPool>(s => s.GetRequiredService<WorkerPoolRegistry>());
        services.AddSingleton<WorkerScaler>().AddHostedService(s => s.GetRequiredService<WorkerScaler>());
        services.AddHostedService<WorkerPool>();
        services.AddHostedService<WorkerGauges>();
        services.AddHostedService<TimerTriggers>();
        services.AddHealthChecks().AddCheck<WorkerPoolHealth>("workers");
        services.AddOrchestrations(parts, options.LockDuration);
    }

    private static void AddOrchestrations(this IServiceCollection services, HostParts parts, TimeSpan lockDuration)
    {
        services.AddSingleton(parts.Journal).AddSingleton(parts.Orchestrations);
        services.AddSingleton(new OrchestrationOptions
        {
            MaxConcurrentActivities = parts.HostJson.DurableTask.MaxConcurrentActivityFunctions,
            MaxConcurrentOrchestrators = parts.HostJson.DurableTask.MaxConcurrentOrchestratorFunctions,
            LockDuration = lockDuration,
            DrainTime = WorkerPool.DrainTime,
        });
        services.AddSingleton<DurableTaskClient, JournalTaskClient>();
        services.AddHostedService<OrchestrationEngine>();
        services.AddHostedService<JournalUpkeep>();
    }

    private static void Instrument(IOpenTelemetryBuilder telemetry) => telemetry
        .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation())
        .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddMeter(BusMeter.Name));

    private static Dictionary<string, int> WeightsOf(LaneOptions lanes) => LaneQueues.Names.ToDictionary(n => n.Value, n => lanes.Weights.GetValueOrDefault(n.Key, 1));
}
