using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using AgentFunctions.LocalHost.Processes;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Access;
using AgentFunctions.Tests.Regions;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.OpenApi.Contract;

/// <summary>Hosts that show what the API answers: when all is well, when another region is away, and when storage is.</summary>
internal sealed class ContractHosts : IAsyncDisposable
{
    private const string Models = """
        {"default": "offline", "models": [
          {"name": "offline", "provider": "offline", "price": {"input": 2.5, "output": 10}, "contextWindow": 1000000, "passRate": 0.75},
          {"name": "offline-large", "provider": "offline", "price": {"input": 5, "output": 20}, "contextWindow": 1000000, "passRate": 0.95}]}
        """;

    private const string Budgets = """{"budgets": [{"tenant": "*", "agent": "*", "perDay": 20, "over": "wait"}]}""";

    private readonly TemporaryFolder _folder = new();
    private readonly RegionHost _bare = new("bare", FreePorts.Find(1));
    private LocalHostApp? _keyed;
    private LocalHostApp? _regional;

    public Uri Keyed => _keyed!.Address!;

    public Uri Regional => _regional!.Address!;

    public Uri Bare => new($"{_bare.Endpoint}/api");

    public async Task StartAsync()
    {
        await Task.WhenAll(File.WriteAllTextAsync(_folder.File("models.json"), Models), File.WriteAllTextAsync(_folder.File("budgets.json"), Budgets));
        _keyed = await StartAsync(port: 0, new()
        {
            ["AgentFunctions:Access:Mode"] = "Keys",
            ["AgentFunctions:Access:OperatorKey"] = KeyedHost.OperatorKey,
            ["AgentFunctions:Webhooks:AllowHttp"] = "true",
            ["AgentFunctions:Webhooks:AllowPrivateTargets"] = "true",
            ["AgentFunctions:ModelsFile"] = _folder.File("models.json"),
            ["AgentFunctions:BudgetsFile"] = _folder.File("budgets.json"),
        });
        int port = FreePorts.Find(1);
        string nobody = $"http://127.0.0.1:{FreePorts.Find(1)}";
        _regional = await StartAsync(port, new()
        {
            ["AgentFunctions:Regions:Here"] = "north",
            ["AgentFunctions:Regions:All:0:Name"] = "north",
            ["AgentFunctions:Regions:All:0:Endpoint"] = $"http://127.0.0.1:{port}",
            ["AgentFunctions:Regions:All:0:Storage"] = StorageAt(nobody),
            ["AgentFunctions:Regions:All:1:Name"] = "south",
            ["AgentFunctions:Regions:All:1:Endpoint"] = nobody,
            ["AgentFunctions:Regions:All:1:Storage"] = StorageAt(nobody),
        });
        await _bare.StartStorageAsync();
        await _bare.StartAsync(new Dictionary<string, string?> { ["AgentFunctions:BudgetsFile"] = _folder.File("budgets.json") });
        await _bare.StopStorageAsync();
    }

    /// <summary>Puts a task of the tenant that the keyed host knows into the state that <paramref name="end"/> makes of a running one.</summary>
    public async Task<string> AddTaskAsync(TenantId tenant, Func<AgentTask, AgentTask> end)
    {
        ITaskStore tasks = _keyed!.Services.GetRequiredService<ITaskStore>();
        AgentTask queued = Assert.Single(await tasks.AddAsync([SampleTasks.Queued(input: $$"""{"text":"refund {{Guid.NewGuid()}}"}""") with { Tenant = tenant }], CancellationToken.None));
        await tasks.UpdateAsync(end(TaskLifecycle.Claim(queued, "worker-1", DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1))), CancellationToken.None);
        return queued.Id.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_keyed?.DisposeAsync().AsTask() ?? Task.CompletedTask, _regional?.DisposeAsync().AsTask() ?? Task.CompletedTask, _bare.DisposeAsync().AsTask());
        _folder.Dispose();
    }

    private static Task<LocalHostApp> StartAsync(int port, Dictionary<string, string?> settings) => LocalHostApp.StartAsync(
        new LocalHostOptions { Port = port, InMemory = true, MinWorkers = 2, MaxWorkers = 2, Settings = settings }, storage: null, logging => logging.ClearProviders(), CancellationToken.None);

    private static string StorageAt(string address) =>
        $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;BlobEndpoint={address}/devstoreaccount1;TableEndpoint={address}/devstoreaccount1;";
}
