using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using AgentFunctions.LocalHost.ServiceBus;
using AgentFunctions.Queues;
using AgentFunctions.Tests.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.LocalHost.Workers;

/// <summary>A model call that takes many times the lock and the lease, on the whole host.</summary>
public sealed class LongCallTests : IAsyncLifetime
{
    private static readonly TimeSpan Lock = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CallTime = TimeSpan.FromSeconds(6);

    private readonly TemporaryFolder _folder = new();
    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication? _model;
    private LocalHostApp? _host;
    private HttpClient _client = new();
    private int _calls;

    public async ValueTask InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _model = builder.Build();
        _model.Urls.Add("http://127.0.0.1:0");
        _model.MapPost("/v1/chat/completions", AnswerSlowlyAsync);
        await _model.StartAsync(TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File("models.json"), $$"""
            {"default": "slow", "models": [{"name": "slow", "provider": "openai", "endpoint": "{{_model.Urls.First()}}/v1", "deployment": "slow",
             "price": {"input": 1, "output": 1}, "contextWindow": 1000000, "timeout": "1m"}]}
            """, TestContext.Current.CancellationToken);
        Dictionary<string, string?> settings = new() { ["AgentFunctions:ModelsFile"] = _folder.File("models.json"), ["AgentFunctions:Workers:Lease"] = Lock.ToString() };
        LocalHostOptions options = new() { Port = 0, InMemory = true, MinWorkers = 2, MaxWorkers = 2, LockDuration = Lock, Settings = settings };
        _host = await LocalHostApp.StartAsync(options, null, logging => logging.ClearProviders(), TestContext.Current.CancellationToken);
        _client = new HttpClient { BaseAddress = new Uri(_host.Address! + "/") };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host!.DisposeAsync();
        await _model!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Lock_and_lease_are_renewed_and_the_call_is_paid_once()
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "tasks") { Content = JsonContent.Create(Ticket), Headers = { { "Prefer", "wait=30" } } };
        Task<HttpResponseMessage> answer = _client.SendAsync(request, TestContext.Current.CancellationToken);
        await _called.Task.WaitAsync(TestContext.Current.CancellationToken);
        await Task.Delay(CallTime - Lock, TestContext.Current.CancellationToken);
        QueueCountsNow counts = await CountAsync();

        using HttpResponseMessage response = await answer;
        JsonElement task = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "succeeded", 1), (response.StatusCode, task.GetProperty("status").GetString(), task.GetProperty("attempts").GetArrayLength()));
        Assert.Equal((1, 1, 0), (_calls, counts.Deliveries, counts.Waiting));
    }

    [Fact]
    public async Task Cancelling_the_task_cuts_the_model_call_off_at_once()
    {
        using HttpResponseMessage accepted = await _client.PostAsJsonAsync(new Uri("tasks", UriKind.Relative), Ticket, TestContext.Current.CancellationToken);
        string id = (await accepted.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetString()!;
        await _called.Task.WaitAsync(TestContext.Current.CancellationToken);

        using HttpResponseMessage cancelled = await _client.PostAsync(new Uri($"tasks/{id}/cancel", UriKind.Relative), null, TestContext.Current.CancellationToken);
        await _cancelled.Task.WaitAsync(CallTime, TestContext.Current.CancellationToken);

        JsonElement task = await _client.GetFromJsonAsync<JsonElement>(new Uri($"tasks/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "cancelled"), (cancelled.StatusCode, task.GetProperty("status").GetString()));
    }

    private static object Ticket => new { agent = "classify-ticket", input = new { text = "I was charged twice." } };

    private async Task AnswerSlowlyAsync(HttpContext context)
    {
        Interlocked.Increment(ref _calls);
        _called.TrySetResult();
        try
        {
            await Task.Delay(CallTime, context.RequestAborted);
            const string answer = """{"category":"billing","priority":"high","sentiment":"neutral","summary":"A charge came twice."}""";
            await context.Response.WriteAsJsonAsync(new
            {
                id = "1",
                model = "slow",
                choices = new[] { new { index = 0, finish_reason = "stop", message = new { role = "assistant", content = answer } } },
                usage = new { prompt_tokens = 10, completion_tokens = 5, total_tokens = 15 },
            });
        }
        catch (OperationCanceledException)
        {
            _cancelled.TrySetResult();
        }
    }

    private async Task<QueueCountsNow> CountAsync()
    {
        EmbeddedServiceBus bus = _host!.Services.GetRequiredService<EmbeddedServiceBus>();
        var counts = await bus.CountAsync(LaneQueues.Standard, TestContext.Current.CancellationToken);
        var messages = await bus.PeekAsync(LaneQueues.Standard, new(Azure.Messaging.ServiceBus.SubQueue.None, 0, 10), TestContext.Current.CancellationToken);
        return new QueueCountsNow(messages.Sum(m => m.DeliveryCount + 1), counts.Active - counts.Locked);
    }

    private sealed record QueueCountsNow(int Deliveries, long Waiting);
}
