using AgentFunctions.Access;
using AgentFunctions.Backlog;
using AgentFunctions.Batching.Collecting;
using AgentFunctions.Caching;
using AgentFunctions.Caching.Coalescing;
using AgentFunctions.Costs;
using AgentFunctions.Costs.Posting;
using AgentFunctions.Events.Deltas;
using AgentFunctions.Fairness;
using AgentFunctions.Intake.Batches;
using AgentFunctions.Intake.Idempotency;
using AgentFunctions.Limits;
using AgentFunctions.Routing.Learning;
using AgentFunctions.Startup;
using AgentFunctions.Storage;
using AgentFunctions.Webhooks.Secrets;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions;

/// <summary>Registers where everything is kept.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>Keeps everything in Table Storage and Blob Storage.</summary>
    public static IServiceCollection AddAzureTaskStorage(this IServiceCollection services)
    {
        services.AddAzureClientsCore();
        return services.AddSingleton<IStartupRule, StorageRule>().AddSingleton<StorageClients>().AddTablesAndBlobs();
    }

    private static IServiceCollection AddTablesAndBlobs(this IServiceCollection services) => services
        .AddSingleton(provider => provider.GetRequiredService<StorageClients>().Tables())
        .AddSingleton(provider => provider.GetRequiredService<StorageClients>().Blobs())
        .AddStorage<IApiKeyStore, TableApiKeyStore>()
        .AddStorage<ITaskStore, TableTaskStore>()
        .AddSingleton<ITaskScan, TableTaskScan>()
        .AddStorage<IPayloadStore, BlobPayloadStore>()
        .AddStorage<IIdempotencyStore, TableIdempotencyStore>()
        .AddStorage<ITaskBatchStore, TableTaskBatchStore>()
        .AddStorage<IResultCache, BlobResultCache>()
        .AddStorage<ILeaderIndex, TableLeaderIndex>()
        .AddStorage<IBacklogStore, TableBacklogStore>()
        .AddStorage<IExpressStore, TableExpressStore>()
        .AddStorage<IDeltaStore, TableDeltaStore>()
        .AddStorage<ILimitStore, TableLimitStore>()
        .AddStorage<IWebhookSecretStore, TableWebhookSecretStore>()
        .AddStorage<IPackSizeStore, TablePackSizeStore>()
        .AddStorage<IEvidenceStore, TableEvidenceStore>()
        .AddStorage<IPredictorStore, BlobPredictorStore>()
        .AddStorage<ILedgerStore, TableLedgerStore>()
        .AddSingleton<LedgerOutbox>().AddSingleton<ILedgerPages, TableLedgerPages>().AddSingleton<LedgerPoster>()
        .AddSingleton<ILedgerPosting>(provider => provider.GetRequiredService<LedgerPoster>())
        .AddHostedService(provider => provider.GetRequiredService<LedgerPoster>());

    /// <summary>Keeps everything in the memory of this process.</summary>
    public static IServiceCollection AddInMemoryTaskStorage(this IServiceCollection services) => services
        .AddStorage<IApiKeyStore, InMemoryApiKeyStore>()
        .AddStorage<ITaskStore, InMemoryTaskStore>()
        .AddSingleton(provider => (ITaskScan)provider.GetRequiredService<ITaskStore>())
        .AddStorage<IPayloadStore, InMemoryPayloadStore>()
        .AddStorage<IIdempotencyStore, InMemoryIdempotencyStore>()
        .AddStorage<ITaskBatchStore, InMemoryTaskBatchStore>()
        .AddStorage<IResultCache, InMemoryResultCache>()
        .AddStorage<ILeaderIndex, InMemoryLeaderIndex>()
        .AddStorage<IBacklogStore, InMemoryBacklogStore>()
        .AddStorage<IExpressStore, InMemoryExpressStore>()
        .AddStorage<IDeltaStore, InMemoryDeltaStore>()
        .AddStorage<ILimitStore, InMemoryLimitStore>()
        .AddStorage<IWebhookSecretStore, InMemoryWebhookSecretStore>()
        .AddStorage<IPackSizeStore, InMemoryPackSizeStore>()
        .AddStorage<IEvidenceStore, InMemoryEvidenceStore>()
        .AddStorage<IPredictorStore, InMemoryPredictorStore>()
        .AddSingleton<InMemoryLedgerStore>()
        .AddSingleton<ILedgerStore>(provider => provider.GetRequiredService<InMemoryLedgerStore>())
        .AddSingleton<ILedgerPosting>(provider => provider.GetRequiredService<InMemoryLedgerStore>());

    private static IServiceCollection AddStorage<TStore, TImplementation>(this IServiceCollection services)
        where TStore : class, IStoragePart
        where TImplementation : class, TStore =>
        services.AddSingleton<TStore, TImplementation>().AddSingleton<IStoragePart>(provider => provider.GetRequiredService<TStore>());
}
