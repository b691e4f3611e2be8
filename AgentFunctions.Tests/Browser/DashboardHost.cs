using System.Net.Http.Json;
using System.Text.Json;
using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.Browser;

/// <summary>The whole local host in memory, with two offline models that have a price, after a sample day.</summary>
public sealed class DashboardHost : IAsyncLifetime
{
    private const string Models = """
        {"default": "small", "models": [
          {"name": "small", "provider": "offline", "price": {"input": 0.25, "output": 2}, "contextWindow": 1000000, "passRate": 0.8},
          {"name": "large", "provider": "offline", "price": {"input": 2.5, "output": 10}, "contextWindow": 1000000, "passRate": 0.95}]}
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();
    private LocalHostApp? _host;

    internal Uri Api => _client.BaseAddress!;

    public async ValueTask InitializeAsync()
    {
        string models = _folder.File("models.json");
        await File.WriteAllTextAsync(models, Models);
        LocalHostOptions options = new() { Port = 0, InMemory = true, MinWorkers = 2, MaxWorkers = 4, Settings = new Dictionary<string, string?> { ["AgentFunctions:ModelsFile"] = models } };
        _host = await LocalHostApp.StartAsync(options, storage: null, logging => logging.ClearProviders(), CancellationToken.None);
        _client.BaseAddress = new Uri(_host.Address! + "/");
        await SampleDay.AddAsync(_host.Services.GetRequiredService<ITaskStore>(), DateTimeOffset.UtcNow, seed: 4, CancellationToken.None);

        // A backlog: so late that no test sees them begin.
        for (int i = 0; i < 12; i++)
        {
            await PostAsync(new { agent = "summarize-thread", input = new { thread = $"For later, {i}" }, lane = i < 9 ? "economy" : "standard", notBefore = DateTimeOffset.UtcNow.AddDays(1) });
        }
    }

    /// <summary>Posts a task and returns its id, at once or when it has ended.</summary>
    internal async Task<string> PostAsync(object task, bool wait = false)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "tasks") { Content = JsonContent.Create(task) };
        if (wait)
        {
            request.Headers.Add("Prefer", "wait=30");
        }

        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetString()!;
    }

    internal async Task<string> StatusOfAsync(string id) =>
        (await _client.GetFromJsonAsync<JsonElement>(new Uri($"tasks/{id}", UriKind.Relative), TestContext.Current.CancellationToken)).GetProperty("status").GetString()!;

    /// <summary>A task that was set aside; sent round again, it succeeds.</summary>
    internal async Task<string> AddDeadAsync(string agent)
    {
        ITaskStore tasks = _host!.Services.GetRequiredService<ITaskStore>();
        AgentTask queued = Assert.Single(await tasks.AddAsync([SampleTasks.Queued(agent: agent)], TestContext.Current.CancellationToken));
        AgentTask running = TaskLifecycle.Claim(queued, "worker-1", DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        AgentTask dead = TaskLifecycle.DeadLetter(running, new TaskError(TaskError.ModelUnavailable, "The provider answered 503 three times."), SampleTasks.Use(micros: 3), DateTimeOffset.UtcNow);
        await tasks.UpdateAsync(dead, TestContext.Current.CancellationToken);
        return dead.Id.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host!.DisposeAsync();
        _folder.Dispose();
    }
}
