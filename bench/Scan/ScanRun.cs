using System.Diagnostics;
using AgentFunctions.Agents;
using AgentFunctions.Costs;
using AgentFunctions.Costs.Reports;
using AgentFunctions.Costs.Reports.Top;
using AgentFunctions.LocalHost.Storage;
using AgentFunctions.Models;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentFunctions.Bench.Scan;

/// <summary>How long it took to read all tasks, and to read and compare them.</summary>
internal sealed record ScanFigures(TimeSpan Scan, TimeSpan Report);

/// <summary>A table of ended tasks, each with an input and a result of 500 bytes and one model call.</summary>
internal sealed class ScanRun : IAsyncDisposable
{
    private const int Together = 1000;
    private const string Model = "large";

    private readonly DirectoryInfo _folder;
    private readonly AzuriteServer _storage;
    private readonly TableTaskScan _scan;
    private readonly CostRange _hours = CostRange.Covering(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(2));

    private ScanRun(DirectoryInfo folder, AzuriteServer storage, TableServiceClient service) => (_folder, _storage, _scan) = (folder, storage, new TableTaskScan(service));

    /// <exception cref="LocalHost.HostStartException">The storage emulator does not come up.</exception>
    public static async Task<ScanRun> StartAsync(int tasks, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("agentfn-bench-");
        AzuriteServer storage = await AzuriteServer.StartAsync(
            new(Path.Combine(folder.FullName, "storage")) { StoragePort = 0, StartTimeout = TimeSpan.FromMinutes(2) }, _ => { }, NullLogger.Instance, TimeProvider.System, cancellationToken);
        TableServiceClient service = new(storage.ConnectionString);
        TableTaskStore store = new(service);
        await store.PrepareAsync(cancellationToken);
        TaskIdSource ids = new(TimeProvider.System);
        Random random = new(1);
        for (int done = 0; done < tasks; done += Together)
        {
            await store.AddAsync([.. Enumerable.Range(0, Math.Min(Together, tasks - done)).Select(_ => Ended(ids.Next(), random))], cancellationToken);
        }

        return new ScanRun(folder, storage, service);
    }

    public async Task<ScanFigures> MeasureAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        await foreach (ScannedTask task in _scan.ScanAsync(TenantId.Default, _hours.From, _hours.To, cancellationToken))
        {
            _ = task.Cost;
        }

        TimeSpan scan = Stopwatch.GetElapsedTime(start);
        ModelDefinition model = new() { Name = Model, Provider = ModelProvider.OpenAI, Deployment = Model, Price = new TokenPrice(2, 1, 10), ContextWindow = 128_000 };
        using TopCosts top = new(_scan, new AgentCatalogue([]), new ModelCatalogue([model], Model), new TokenCounter());
        start = Stopwatch.GetTimestamp();
        _ = await top.ReadAsync(TenantId.Default, _hours, share: 0.5m, limit: 20, cancellationToken);
        return new ScanFigures(scan, Stopwatch.GetElapsedTime(start));
    }

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // Costs with a long tail, as those of agents have.
    private static AgentTask Ended(TaskId id, Random random)
    {
        DateTimeOffset now = id.CreatedAt;
        Payload text = new Payload.Inline($"\"{new string('x', 500)}\"");
        TokenUsage usage = new((long)(100 / Math.Sqrt(1 - random.NextDouble())), 0, 50, Estimated: false);
        ModelUse use = new([ModelCall.Of(now, Model, usage, new TokenPrice(2, 1, 10))]);
        AgentTask queued = new()
        {
            Id = id,
            Tenant = TenantId.Default,
            Agent = "sort",
            AgentVersion = "1",
            Lane = Lane.Standard,
            Input = text,
            DueAt = now,
            WorkKey = new WorkKey(Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()) + new string('0', 32)),
        };
        AgentTask ended = TaskLifecycle.Succeed(TaskLifecycle.Claim(queued, "w", now, TimeSpan.FromMinutes(1)), text, use, now);
        return ended with { Charges = [] };
    }
}
