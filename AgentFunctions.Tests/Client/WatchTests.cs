using AgentFunctions.Client;
using AgentFunctions.Tests.Client.Servers;

namespace AgentFunctions.Tests.Client;

/// <summary>Waiting by events, and by looking where there are none.</summary>
public sealed class WatchTests(ClientHost host) : IClassFixture<ClientHost>
{
    private const string Begin = "retry: 1\nid: 0-0\nevent: queued\ndata: {\"position\":3}\n\n:\n\nid: 1-0\nevent: running\ndata: {\"attempt\":1}\n\n";
    private const string Text = "id: 1-d1\nevent: delta\ndata: {\"attempt\":1,\"text\":\"He\"}\n\nid: 1-d2\nevent: delta\ndata: {\"attempt\":1,\"text\":\"llo\"}\n\n";
    private const string End = $"id: 1-9\nevent: succeeded\ndata: {EventServer.Task}\n\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_come_in_order_and_the_final_one_has_the_task()
    {
        await using EventServer server = await EventServer.StartAsync(new EventPart(Begin + Text + End));
        using AgentFunctionsClient client = NewClient(server);

        List<TaskEvent> events = await client.WatchAsync("t1", Token).ToListAsync(Token);

        Assert.Equal(["queued", "running", "delta", "delta", "succeeded"], events.Select(e => e.Kind));
        Assert.Equal(["0-0", "1-0", "1-d1", "1-d2", "1-9"], events.Select(e => e.Id));
        Assert.Equal("Hello", string.Concat(events.Select(e => e.Text)));
        Assert.Equal(("billing", 0.5m), (events[^1].Task!.Result!.Value.GetProperty("category").GetString(), events[^1].Task!.Cost));
        Assert.Equal(0, server.Looks);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_that_ends_early_is_taken_up_after_the_last_event(bool breaksOff)
    {
        await using EventServer server = await EventServer.StartAsync(new EventPart(Begin, BreaksOff: breaksOff), new EventPart(Text, BreaksOff: breaksOff), new EventPart("", Status: 503), new EventPart(End));
        using AgentFunctionsClient client = NewClient(server);

        List<string> kinds = await client.WatchAsync("t1", Token).Select(e => e.Kind).ToListAsync(Token);

        Assert.Equal(["queued", "running", "delta", "delta", "succeeded"], kinds);
        Assert.Equal(["", "1-0", "1-d2", "1-d2"], server.LastEventIds);
    }

    [Fact]
    public async Task A_stream_that_falls_silent_is_taken_up()
    {
        await using EventServer server = await EventServer.StartAsync(new EventPart(Begin, FallsSilent: true), new EventPart(End));
        using AgentFunctionsClient client = NewClient(server, silence: TimeSpan.FromMilliseconds(300));

        AgentTask task = await client.RunAsync(new TaskRequest { Agent = "a", Input = System.Text.Json.JsonElement.Parse("1") }, cancellationToken: Token);

        Assert.Equal(AgentTaskStatus.Succeeded, task.Status);
        Assert.Equal(["", "1-0"], server.LastEventIds);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(406)]
    public async Task Without_events_the_task_is_looked_at(int status)
    {
        await using EventServer server = await EventServer.StartAsync(new EventPart("", status));
        using AgentFunctionsClient client = NewClient(server);

        TaskEvent only = Assert.Single(await client.WatchAsync("t1", Token).ToListAsync(Token));

        Assert.Equal(("succeeded", null, 1), (only.Kind, only.Id, server.Looks));
        Assert.Single(server.LastEventIds);
    }

    [Fact]
    public async Task Streams_that_bring_nothing_again_and_again_give_way_to_looking()
    {
        await using EventServer server = await EventServer.StartAsync();
        using AgentFunctionsClient client = NewClient(server);

        AgentTask task = await client.WaitAsync("t1", Token);

        Assert.Equal((AgentTaskStatus.Succeeded, 3, 1), (task.Status, server.LastEventIds.Count, server.Looks));
    }

    [Fact]
    public async Task A_refused_stream_and_one_that_is_no_JSON_are_faults()
    {
        await using EventServer server = await EventServer.StartAsync(
            new EventPart("""{"type":"urn:agentfn:problem:no-such-task","title":"No such task","status":404,"detail":"There is no task 't1'."}""", 404), new EventPart("event: queued\ndata: nonsense\n\n"));
        using AgentFunctionsClient client = NewClient(server);

        ApiException refusal = await Assert.ThrowsAsync<ApiException>(() => client.WaitAsync("t1", Token));
        await Assert.ThrowsAsync<ServerUnavailableException>(() => client.WaitAsync("t1", Token));

        Assert.Equal((404, 0), (refusal.Status, server.Looks));
    }

    [Fact]
    public async Task The_real_host_s_task_is_followed_to_its_end()
    {
        using AgentFunctionsClient client = host.NewClient();
        AgentTask queued = await client.SubmitAsync(ClientHost.Ticket() with { NotBefore = DateTimeOffset.UtcNow.AddSeconds(1) }, cancellationToken: Token);

        List<TaskEvent> events = await client.WatchAsync(queued.Id, Token).ToListAsync(Token);

        Assert.Equal(AgentTaskStatus.Queued, queued.Status);
        Assert.Equal("succeeded", Assert.Single(events, e => e.IsFinal).Kind);
        Assert.Equal(queued.Id, events[^1].Task!.Id);
        Assert.NotNull(events[^1].Task!.Result);
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_ends_and_leaves_the_task()
    {
        using AgentFunctionsClient client = host.NewClient();
        AgentTask queued = await client.SubmitAsync(ClientHost.Ticket() with { NotBefore = DateTimeOffset.UtcNow.AddDays(1) }, cancellationToken: Token);
        using CancellationTokenSource stop = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (TaskEvent _ in client.WatchAsync(queued.Id, stop.Token))
            {
                await stop.CancelAsync();
            }
        });

        Assert.Equal(AgentTaskStatus.Queued, (await client.GetAsync(queued.Id, Token)).Status);
    }

    private static AgentFunctionsClient NewClient(EventServer server, TimeSpan? silence = null) => new(new AgentFunctionsClientOptions
    {
        BaseAddress = server.Address,
        Retries = 2,
        RetryDelay = TimeSpan.FromMilliseconds(10),
        EventSilence = silence ?? TimeSpan.FromSeconds(60),
    });
}
