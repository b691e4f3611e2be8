using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AgentFunctions.Costs;
using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.Wire;

/// <summary>Dead letters and the backlog over HTTP, on a host in memory.</summary>
public sealed class DeadLetterApiTests : IAsyncLifetime
{
    private LocalHostApp? _host;
    private HttpClient _client = new();

    public async ValueTask InitializeAsync()
    {
        LocalHostOptions options = new() { Port = 0, InMemory = true, MinWorkers = 1, MaxWorkers = 1 };
        _host = await LocalHostApp.StartAsync(options, null, logging => logging.ClearProviders(), TestContext.Current.CancellationToken);
        _client = new HttpClient { BaseAddress = new Uri(_host.Address! + "/") };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host!.DisposeAsync();
    }

    [Fact]
    public async Task A_dead_letter_is_listed_redriven_and_succeeds_with_its_history()
    {
        AgentTask dead = await AddDeadAsync();

        JsonElement listed = Assert.Single((await GetAsync("dead-letters?agent=classify-ticket&reason=model-unavailable")).GetProperty("deadLetters").EnumerateArray());
        JsonElement dry = await RedriveAsync("""{"filter":{},"dryRun":true}""");
        JsonElement redriven = await RedriveAsync($$"""{"ids":["{{dead.Id}}"],"patch":{"input":{"text":"refund please"},"lane":"interactive"},"rate":50}""");
        JsonElement task = await UntilSucceededAsync(dead.Id);

        Assert.Equal(dead.Id.ToString(), listed.GetProperty("id").GetString());
        Assert.Equal((1, true), (dry.GetProperty("redriven").GetInt32(), dry.GetProperty("dryRun").GetBoolean()));
        Assert.Equal("redriven", redriven.GetProperty("items")[0].GetProperty("outcome").GetString());
        Assert.Equal(("interactive", 2), (task.GetProperty("lane").GetString(), task.GetProperty("attempts").GetArrayLength()));
        Assert.Equal(["input", "lane"], task.GetProperty("redrives")[0].GetProperty("patched").EnumerateArray().Select(p => p.GetString()!));
        Assert.Empty((await GetAsync("dead-letters")).GetProperty("deadLetters").EnumerateArray());
    }

    [Theory]
    [InlineData("""{}""", "ids")]
    [InlineData("""{"ids":["x"]}""", "ids[0]")]
    [InlineData("""{"ids":[]}""", "ids")]
    [InlineData("""{"filter":{"status":"failed"}}""", "filter.status")]
    [InlineData("""{"filter":{},"ids":["01m85hfg4q4fxhsk0bpg5tbzmw"]}""", "ids")]
    [InlineData("""{"filter":{},"rate":0}""", "rate")]
    [InlineData("""{"filter":{},"limit":1001}""", "limit")]
    [InlineData("""{"filter":{},"patch":{"lane":"fast"}}""", "patch.lane")]
    [InlineData("""{"filter":{},"dryRun":"yes"}""", "dryRun")]
    public async Task A_bad_redrive_is_refused_with_its_field_and_redrives_nothing(string body, string field)
    {
        AgentTask dead = await AddDeadAsync();
        using StringContent content = new(body);
        using HttpResponseMessage response = await _client.PostAsync(new Uri("dead-letters/redrive", UriKind.Relative), content, TestContext.Current.CancellationToken);

        JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.BadRequest, field), (response.StatusCode, problem.GetProperty("errors")[0].GetProperty("field").GetString()));
        Assert.Equal("deadLettered", (await GetAsync($"tasks/{dead.Id}")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_backlog_tells_depth_and_agents_of_each_lane()
    {
        using StringContent content = new("""{"agent":"classify-ticket","input":{"text":"x"},"lane":"economy","notBefore":"2099-01-01T00:00:00Z"}""");
        using HttpResponseMessage response = await _client.PostAsync(new Uri("tasks", UriKind.Relative), content, TestContext.Current.CancellationToken);

        JsonElement lanes = (await GetAsync("backlog")).GetProperty("lanes");

        JsonElement economy = lanes.EnumerateArray().Single(l => l.GetProperty("lane").GetString() == "economy");
        Assert.Equal(["interactive", "standard", "economy"], lanes.EnumerateArray().Select(l => l.GetProperty("lane").GetString()));
        Assert.Equal((1, 1, 0), (economy.GetProperty("depth").GetInt32(), economy.GetProperty("scheduled").GetInt32(), economy.GetProperty("inFlight").GetInt32()));
        Assert.Equal("classify-ticket", Assert.Single(economy.GetProperty("agents").EnumerateArray()).GetProperty("agent").GetString());
        Assert.Equal("300", response.Headers.RetryAfter!.ToString());
    }

    private async Task<AgentTask> AddDeadAsync()
    {
        ITaskStore tasks = _host!.Services.GetRequiredService<ITaskStore>();
        AgentTask task = Assert.Single(await tasks.AddAsync([SampleTasks.Queued()], TestContext.Current.CancellationToken));
        AgentTask running = TaskLifecycle.Claim(task, "w", DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        AgentTask dead = TaskLifecycle.DeadLetter(running, new TaskError(TaskError.ModelUnavailable, "down"), SampleTasks.Use(micros: 3), DateTimeOffset.UtcNow);
        await tasks.UpdateAsync(dead, TestContext.Current.CancellationToken);
        return dead;
    }

    private Task<JsonElement> GetAsync(string path) => _client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    private async Task<JsonElement> RedriveAsync(string body)
    {
        using StringContent content = new(body);
        using HttpResponseMessage response = await _client.PostAsync(new Uri("dead-letters/redrive", UriKind.Relative), content, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private async Task<JsonElement> UntilSucceededAsync(TaskId id)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            JsonElement task = await GetAsync($"tasks/{id}");
            if (task.GetProperty("status").GetString() == "succeeded")
            {
                return task;
            }

            await Task.Delay(20, limit.Token);
        }
    }
}
