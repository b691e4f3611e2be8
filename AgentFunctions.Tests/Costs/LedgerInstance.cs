using AgentFunctions.Costs;
using AgentFunctions.Costs.Posting;
using AgentFunctions.Storage;
using AgentFunctions.Tests.Servers;
using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Costs;

/// <summary>What one instance of the application has for its ledger, on tables that several share.</summary>
internal sealed class LedgerInstance : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    private LedgerInstance(TableServiceClient service, StorageFaults faults)
    {
        LedgerOutbox outbox = new();
        Faults = faults;
        Tasks = new TableTaskStore(service, outbox);
        Pages = new TableLedgerPages(service);
        Ledger = new TableLedgerStore(service);
        Poster = new LedgerPoster(outbox, Pages, service, NullLogger<LedgerPoster>.Instance, _time);
    }

    public StorageFaults Faults { get; }

    public TableTaskStore Tasks { get; }

    public TableLedgerPages Pages { get; }

    public TableLedgerStore Ledger { get; }

    public LedgerPoster Poster { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<LedgerInstance> StartAsync(AzuriteFixture azurite)
    {
        StorageFaults faults = new();
        TableClientOptions options = new() { Retry = { Delay = TimeSpan.FromMilliseconds(5), MaxRetries = 3 } };
        options.AddPolicy(faults, HttpPipelinePosition.PerRetry);
        LedgerInstance instance = new(new TableServiceClient(await azurite.ConnectionStringAsync(), options), faults);
        await instance.Tasks.PrepareAsync(Cancel);
        await instance.Ledger.PrepareAsync(Cancel);
        return instance;
    }

    /// <summary>Recovers as long after the last write as a real instance would.</summary>
    public Task RecoverAsync()
    {
        _time.SetUtcNow(DateTimeOffset.UtcNow > _time.GetUtcNow() ? DateTimeOffset.UtcNow : _time.GetUtcNow());
        _time.Advance(TimeSpan.FromMinutes(2));
        return Poster.RecoverAsync(Cancel);
    }

    public Task FlushAsync() => Poster.FlushAsync(Cancel);

    public void Dispose() => Poster.Dispose();
}
