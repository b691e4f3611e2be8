using System.Text.Json;
using AgentFunctions.Client;
using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using AgentFunctions.Storage;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Core = AgentFunctions.Tasks;

namespace AgentFunctions.Tests.Client.Servers;

/// <summary>The whole local host in memory, with a price on its offline model, for clients to talk to.</summary>
public sealed class ClientHost : IAsyncLifetime
{
    private const string Models = """
        {"default": "offline", "models": [{"name": "offline", "provider": "offline", "price": {"input": 2.5, "output": 10}, "contextWindow": 1000000}]}
        """;

    private readonly TemporaryFolder _folder = new();
    private LocalHostApp? _host;

    public Uri Address => new(_host!.Address!.ToString());

    public async ValueTask InitializeAsync()
    {
        string models = _folder.File("models.json");
        await File.WriteAllTextAsync(models, Models);
        LocalHostOptions options = new()
        {
            Port = 0,
            InMemory = true,
            MinWorkers = 2,
            MaxWorkers = 2,
            Settings = new Dictionary<string, string?> { ["AgentFunctions:ModelsFile"] = models },
        };
        _host = await LocalHostApp.StartAsync(options, null, logging => logging.ClearProviders(), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _host!.DisposeAsync();
        _folder.Dispose();
    }

    internal AgentFunctionsClient NewClient() => new(new AgentFunctionsClientOptions { BaseAddress = Address });

    /// <summary>A task that no other test has.</summary>
    internal static TaskRequest Ticket(string? text = null) => new()
    {
        Agent = "classify-ticket",
        Input = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["text"] = $"{text ?? "I was charged twice."} {Guid.NewGuid()}" }),
        Metadata = new Dictionary<string, string> { ["from"] = "test" },
    };

    /// <summary>A task that was set aside, as after its last attempt.</summary>
    internal async Task<string> AddDeadLetterAsync(string reason = Core.TaskError.ModelUnavailable)
    {
        ITaskStore tasks = _host!.Services.GetRequiredService<ITaskStore>();
        Core.AgentTask queued = Assert.Single(await tasks.AddAsync([SampleTasks.Queued(input: $$"""{"text":"refund {{Guid.NewGuid()}}"}""")], CancellationToken.None));
        Core.AgentTask running = Core.TaskLifecycle.Claim(queued, "w", DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        await tasks.UpdateAsync(Core.TaskLifecycle.DeadLetter(running, new Core.TaskError(reason, "down"), SampleTasks.Use(micros: 3), DateTimeOffset.UtcNow), CancellationToken.None);
        return queued.Id.ToString();
    }
}
