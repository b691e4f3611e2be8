using AgentFunctions.Access;
using AgentFunctions.Agents;
using AgentFunctions.Agents.Checks;
using AgentFunctions.Agents.Tools;
using AgentFunctions.Backlog;
using AgentFunctions.Batching.Collecting;
using AgentFunctions.Caching;
using AgentFunctions.Caching.Coalescing;
using AgentFunctions.Costs;
using AgentFunctions.Costs.Posting;
using AgentFunctions.Costs.Reports;
using AgentFunctions.Costs.Reports.Top;
using AgentFunctions.DeadLetters;
using AgentFunctions.Events;
using AgentFunctions.Fairness;
using AgentFunctions.Intake;
using AgentFunctions.Intake.Batches;
using AgentFunctions.Intake.Idempotency;
using AgentFunctions.Limits;
using AgentFunctions.Limits.Budgets;
using AgentFunctions.Models;
using AgentFunctions.Models.Batches;
using AgentFunctions.Overview;
using AgentFunctions.Queues;
using AgentFunctions.Regions;
using AgentFunctions.Routing;
using AgentFunctions.Routing.Decisions;
using AgentFunctions.Routing.Learning;
using AgentFunctions.Routing.Running;
using AgentFunctions.Startup;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Telemetry;
using AgentFunctions.Upkeep;
using AgentFunctions.Webhooks;
using AgentFunctions.Webhooks.Delivery;
using AgentFunctions.Webhooks.Redrive;
using AgentFunctions.Webhooks.Secrets;
using AgentFunctions.Webhooks.Targets;
using AgentFunctions.Workers;
using AgentFunctions.Workers.Packs;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions;

/// <summary>Registers Agent Functions.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Configuration section of this application.</summary>
    public const string Section = "AgentFunctions";

    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Registers everything but the queue adapter, which depends on the host.</summary>
    /// <param name="settings">
    /// <c>AgentFunctions:AgentsDirectory</c> (default <c>agents</c> beside the program), <c>AgentFunctions:ModelsFile</c>
    /// (default <c>models.json</c> beside the program), <c>AgentFunctions:DefaultModel</c>, <c>AgentFunctions:BudgetsFile</c>
    /// (default <c>budgets.json</c> beside the program, if there is one), <c>AgentFunctions:Workers</c>, and <c>AzureWebJobsStorage</c>.
    /// </param>
    public static IServiceCollection AddAgentFunctions(this IServiceCollection services, IConfiguration settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.AddCatalogues(settings);
        services.AddOptions<WorkerOptions>().Bind(settings.GetSection($"{Section}:Workers"));
        services.AddOptions<LaneOptions>().Bind(settings.GetSection($"{Section}:Lanes"));
        services.AddOptions<CacheOptions>().Bind(settings.GetSection($"{Section}:Cache"));
        services.AddOptions<IntakeOptions>().Bind(settings.GetSection($"{Section}:Intake"));

        services.AddRegions(settings);
        services.AddAccess(settings);
        services.AddSingleton<TaskRequestReader>().AddSingleton<TaskIntake>().AddSingleton<BatchIntake>();
        services.AddSingleton<TaskCancellation>().AddSingleton<TaskFeedbacks>().AddSingleton<TaskWait>().AddSingleton<TaskWatch>().AddSingleton<BatchWatch>();
        services.AddRouting(settings);
        services.AddSingleton<WorkKeys>().AddSingleton<AnswerReuse>().AddSingleton<Followers>();
        services.AddSingleton<TaskWorker>().AddSingleton<TaskRun>().AddSingleton<TaskCommit>().AddSingleton<ForeseenWaits>().AddSingleton<RunningTasks>();
        services.AddSingleton<Maintenance>().AddSingleton<StrandedTasks>().AddSingleton<BacklogReconciliation>();
        services.AddSingleton<DeadLetterRedrive>();
        services.AddWebhooks(settings);
        services.AddSingleton<CostReports>().AddSingleton<TopCosts>();
        services.AddSingleton<RecentHours>().AddSingleton<OverviewReports>().AddSingleton<OverviewWatch>();
        services.AddSingleton<PackSizes>().AddSingleton<SmallTasks>().AddSingleton<PatientTasks>().AddSingleton<ProviderBatches>().AddSingleton<SmallTaskCollector>().AddSingleton<PackClaims>().AddSingleton<ItemJudge>().AddSingleton<PackRequests>().AddSingleton<PackOutcomes>();
        services.AddSingleton<FairClock>().AddSingleton<FairLane>().AddSingleton<ExpressLine>();
        services.AddSingleton<BacklogMeter>().AddSingleton<BacklogEstimates>().AddSingleton<BacklogExchange>();
        services.AddSingleton<IChatClients, ChatClients>().AddSingleton<IBatchProviders, BatchProviders>().AddSingleton<TokenCounter>();
        services.AddSingleton<CallGate>().AddSingleton<ICallGate>(provider => provider.GetRequiredService<CallGate>());
        services.AddSingleton<ToolRegistry>().AddSingleton<McpConnections>().AddSingleton<AgentTools>().AddSingleton<AgentRunner>();
        services.AddSingleton<AnswerChecks>();
        services.AddAgentTool(NoteSearch.Load(Path.Combine(Catalogues.PathOf(settings, "AgentsDirectory", "agents"), "notes")).AsTool());
        services.AddAgentFunctionsHealthChecks();
        services.AddHostedService<StartupCheck>();
        services.AddHostedService(provider => provider.GetRequiredService<BacklogExchange>());
        services.AddHostedService<SliceReturn>();
        services.AddHostedService<BacklogGauges>();
        return services;
    }

    /// <summary>Registers a function of this process, which agent files may then name as a tool.</summary>
    public static IServiceCollection AddAgentTool(this IServiceCollection services, AIFunction tool) => services.AddSingleton(tool);

    private static void AddCatalogues(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(_ => new Catalogues(settings));
        services.AddSingleton(provider => provider.GetRequiredService<Catalogues>().Whole(c => c.Agents));
        services.AddSingleton(provider => provider.GetRequiredService<Catalogues>().Whole(c => c.Models));
        services.AddSingleton(provider => provider.GetRequiredService<Catalogues>().Whole(c => c.Budgets)
            .SharedBy(Math.Max(1, provider.GetRequiredService<RegionMap>().All.Count)));
        services.AddSingleton<StartupRules>();
        services.AddSingleton<IStartupRule>(_ => new SettingsRule(settings)).AddSingleton<IStartupRule>(_ => new RegionRule(settings));
        services.AddSingleton<IStartupRule>(provider => new CatalogueRule(provider.GetRequiredService<Catalogues>(), provider.GetRequiredService<ToolRegistry>(), settings));
    }

    private static void AddAccess(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<AccessOptions>().Bind(settings.GetSection($"{Section}:Access"));
        services.AddSingleton<ApiKeys>().AddSingleton<RequestQuotas>();
    }

    private static void AddWebhooks(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<WebhookOptions>().Bind(settings.GetSection($"{Section}:Webhooks"));
        services.AddSingleton<HostLookup>(_ => System.Net.Dns.GetHostAddressesAsync);
        services.AddSingleton<WebhookOutbox>().AddSingleton<WebhookSecrets>().AddSingleton<WebhookSender>().AddSingleton<CallbackMessages>().AddSingleton<CallbackDelivery>();
        services.AddSingleton<StrandedCallbacks>().AddSingleton<CallbackRedrive>();
        services.AddHostedService<WebhookDispatch>();
    }

    private static void AddRegions(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(_ => RegionMap.Of(settings.GetSection($"{Section}:Regions").Get<RegionOptions>() ?? new RegionOptions()));
        services.AddSingleton(provider => new TaskIdSource(provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<RegionMap>().Number));
        services.AddSingleton<RegionMirrors>();
    }

    private static void AddRouting(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<RouterOptions>().Bind(settings.GetSection($"{Section}:Routing")).ValidateDataAnnotations();
        services.AddSingleton<CandidateModels>().AddSingleton<KnowledgeSharing>().AddSingleton<KnowledgeExchange>();
        services.AddSingleton<IFeedbackListener, FeedbackLearning>().AddSingleton<CheckPrices>().AddSingleton<TaskRouter>().AddSingleton<RouteLearning>().AddSingleton<RoutedRun>();
        services.AddHostedService(provider => provider.GetRequiredService<KnowledgeExchange>());
    }

    private static void AddAgentFunctionsHealthChecks(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<TaskStoreHealth>("tasks", timeout: HealthTimeout)
        .AddCheck<PayloadStoreHealth>("payloads", timeout: HealthTimeout)
        .AddCheck<QueueHealth>("queues", timeout: HealthTimeout)
        .AddCheck<ModelHealth>("model", timeout: HealthTimeout);
}
