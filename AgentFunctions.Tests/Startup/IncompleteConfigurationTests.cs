using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using AgentFunctions.LocalHost.Storage;
using AgentFunctions.Startup;
using AgentFunctions.Tests.Servers;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentFunctions.Tests.Startup;

public sealed class IncompleteConfigurationTests : IDisposable
{
    private static readonly string[] AllFaults =
    [
        "AgentFunctions__Workers__Lease is '60'; allowed is a time from 00:00:01 to 00:05:00",
        "AgentFunctions__Workers__Retry__MaxAttempts is '0'; allowed is a whole number from 1 to 50.",
        "AgentFunctions__Routing__Confidence is 'high'; allowed is a number above 0.5 and below 1.",
        "AgentFunctions__Access__OperatorKey is '...'; allowed is 32 characters or more",
        "AgentFunctions__Workers__Lese is no setting; known are AgentFunctions__AgentsDirectory",
        "OTEL_EXPORTER_OTLP_ENDPOINT is 'collector:4317'",
        "broken.agent.md:1: the first line must be '---'",
        "half.agent.md:2: 'description' is missing",
        "half.agent.md:2: 'version' is missing",
        "half.agent.md:3: 'quality'",
        "half.agent.md:4: 'output' must be a JSON schema",
        "half.agent.md:5: no instructions follow",
        "models.json: models[1].endpoint: is missing",
        "models.json: models[1].contextWindow: is missing",
        "models.json: models[1].price.output: is missing",
        "models.json: models[2].provider: is 'acme'; allowed are",
        "Agent 'good' uses the function 'no_such_tool', which is not registered",
    ];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once_and_nothing_is_made()
    {
        await WriteAsync("good", "tools: [{function: no_such_tool}]");
        await File.WriteAllTextAsync(_folder.File("broken.agent.md"), "no front matter", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File("half.agent.md"), "---\nname: half\nquality: 7\noutput: text\n---\n", TestContext.Current.CancellationToken);
        await WriteModelsAsync("""
            {"name":"m","provider":"offline","price":{"input":0,"output":0},"contextWindow":100000},
            {"name":"n","provider":"openai","price":{"input":1}},
            {"name":"o","provider":"acme","price":{"input":0,"output":0},"contextWindow":100000}
            """);
        await using AzuriteServer storage = await AzuriteServer.StartAsync(
            new(_folder.File("storage")) { StoragePort = 0, StartTimeout = TimeSpan.FromMinutes(2) }, _ => { }, NullLogger.Instance, TimeProvider.System, TestContext.Current.CancellationToken);

        StartupException refused = await Assert.ThrowsAsync<StartupException>(() => StartAsync(storage, Wrong()));

        Assert.All(AllFaults, fault => Assert.Contains(refused.Faults, f => f.StartsWith(fault, StringComparison.Ordinal)));
        Assert.Equal(AllFaults.Length, refused.Faults.Count);
        Assert.All(refused.Faults, fault => Assert.Contains(Environment.NewLine + "  - " + fault, refused.Message, StringComparison.Ordinal));
        Assert.Empty(new TableServiceClient(storage.ConnectionString).Query(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Empty(new BlobServiceClient(storage.ConnectionString).GetBlobContainers(cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Models_without_their_keys_and_agents_without_their_models_are_named_together()
    {
        await WriteAsync("good", "routing: {models: [gone, tiny]}\nchecks: [{judge: {agent: nobody}}]");
        await WriteModelsAsync("""
            {"name":"m","provider":"openai","endpoint":"http://127.0.0.1:1/v1","apiKeySetting":"KEY_OF_M","price":{"input":0,"output":0},"contextWindow":100000},
            {"name":"n","provider":"openai","endpoint":"http://127.0.0.1:1/v1","apiKeySetting":"KEY_OF_N","price":{"input":0,"output":0},"contextWindow":100000},
            {"name":"tiny","provider":"offline","price":{"input":0,"output":0},"contextWindow":300,"passRate":0.5}
            """);

        StartupException refused = await Assert.ThrowsAsync<StartupException>(() => StartAsync(null, new Dictionary<string, string?> { ["KEY_OF_N"] = "sk", ["KEY_OF_M"] = "" }));

        Assert.Equal(4, refused.Faults.Count);
        Assert.Contains("KEY_OF_M is empty or missing; model 'm' has it as its apiKeySetting, so it must hold the key.", refused.Faults);
        Assert.Contains(refused.Faults, f => f.StartsWith("Agent 'good': routing.models names 'gone', which is not in the catalogue; it has m, n, tiny.", StringComparison.Ordinal));
        Assert.Contains(refused.Faults, f => f.StartsWith("Agent 'good' asks for 1024 output tokens; the context window of model 'tiny' is 300 tokens.", StringComparison.Ordinal));
        Assert.Contains(refused.Faults, f => f.StartsWith("good.agent.md: checks[0].judge.agent is 'nobody', which is no agent", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("default", "AgentFunctions:DefaultModel", "gone", "models.json: default: 'gone' is not in the catalogue; it has m")]
    [InlineData("first delay", "AgentFunctions:Workers:Retry:FirstDelay", "00:10:00", "AgentFunctions__Workers__Retry__FirstDelay is 00:10:00; allowed is at most AgentFunctions__Workers__Retry__MaxDelay, which is 00:05:00.")]
    [InlineData("agents", "AgentFunctions:AgentsDirectory", "/no/such/folder", "No agents: '/no/such/folder' holds no file that ends in .agent.md.")]
    [InlineData("models", "AgentFunctions:ModelsFile", "/no/models.json", "models.json: cannot be read: ")]
    [InlineData("budgets", "AgentFunctions:BudgetsFile", "/no/budgets.json", "budgets.json: cannot be read: ")]
    public async Task A_single_fault_is_named(string what, string setting, string value, string fault)
    {
        await WriteAsync("good", string.Empty);
        await WriteModelsAsync("""{"name":"m","provider":"offline","price":{"input":0,"output":0},"contextWindow":100000}""");

        StartupException refused = await Assert.ThrowsAsync<StartupException>(() => StartAsync(null, new Dictionary<string, string?> { [setting] = value }));

        Assert.True(Assert.Single(refused.Faults).StartsWith(fault, StringComparison.Ordinal), $"{what}: {refused.Message}");
    }

    public void Dispose() => _folder.Dispose();

    private static Dictionary<string, string?> Wrong() => new()
    {
        ["AgentFunctions:Workers:Lease"] = "60",
        ["AgentFunctions:Workers:Lese"] = "00:01:00",
        ["AgentFunctions:Workers:Retry:MaxAttempts"] = "0",
        ["AgentFunctions:Routing:Confidence"] = "high",
        ["AgentFunctions:Access:OperatorKey"] = "@Microsoft.KeyVault(SecretUri=https://kv.example/secrets/OperatorKey)",
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "collector:4317",
    };

    private Task<LocalHostApp> StartAsync(AzuriteServer? storage, Dictionary<string, string?> settings)
    {
        settings.TryAdd("AgentFunctions:AgentsDirectory", _folder.Path);
        settings.TryAdd("AgentFunctions:ModelsFile", _folder.File("models.json"));
        LocalHostOptions options = new() { Port = 0, InMemory = storage is null, DataDirectory = _folder.File("data"), Settings = settings };
        return LocalHostApp.StartAsync(options, storage, logging => logging.ClearProviders(), TestContext.Current.CancellationToken);
    }

    private Task WriteAsync(string name, string settings) =>
        File.WriteAllTextAsync(_folder.File($"{name}.agent.md"), $"---\nname: {name}\ndescription: d\nversion: 1\noutput: {{type: object}}\nmaxOutputTokens: 1024\n{settings}\n---\n{{{{input.text}}}}", TestContext.Current.CancellationToken);

    private Task WriteModelsAsync(string models) =>
        File.WriteAllTextAsync(_folder.File("models.json"), $$"""{"default":"m","models":[{{models}}]}""", TestContext.Current.CancellationToken);
}
