using AgentFunctions.Client;
using AgentFunctions.Tests.Client.Servers;

namespace AgentFunctions.Tests.Client;

/// <summary>Waiting for batches by events, and by looking where there are none.</summary>
public sealed class BatchWatchTests(ClientHost host) : IClassFixture<ClientHost>
{
    private const string First = "retry: 1\nid: 1000\nevent: running\ndata: {\"task\":\"t1\",\"status\":\"running\",\"attempt\":1,\"cost\":0}\n\n:\n\n" + FirstEnd;
    private const string FirstEnd = "id: 2000\nevent: succeeded\ndata: {\"task\":\"t1\",\"status\":\"succeeded\",\"attempt\":1,\"cost\":0.5,\"model\":\"m\"}\n\n";
    private const string Second = "id: 3000\nevent: failed\ndata: {\"task\":\"t2\",\"status\":\"failed\",\"attempt\":3,\"cost\":0.25,\"error\":{\"code\":\"invalid-output\",\"message\":\"no\"}}\n\n";
    private const string End = "id: 3000\nevent: finished\ndata: {\"batch\":\"b1\",\"total\":2,\"counts\":{\"succeeded\":1,\"failed\":1}}\n\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_name_each_task_and_the_last_one_has_the_counts()
    {
        await using EventServer server = await EventServer.StartAsync(new EventPart(First + Second + "event: newcomer\ndata: [1]\n\n" + End));
        using AgentFunctionsClient client = NewClient(server);

        List<BatchEvent> events = await client.Batches.WatchAsync("b1", Token).ToListAsync(Token);

        Assert.Equal(["running t1", "succeeded t1", "failed t2", "newcomer ", "finished "], events.Select(e => $"{e.Kind} {e.Task?.Task}"));
        Assert.Equal(("m", 0.5m, "invalid-output"), (events[1].Task!.Model, events[1].Task!.Cost, events[2].Task!.Error!.Code));
        Assert.Equal((1, 1), (events[^1].Counts!["succeeded"], events[^1].Counts!["failed"]));
        Assert.Equal(0, server.Looks);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_that_breaks_off_is_taken_up_and_no_end_is_told_twice(bool breaksOff)
    {
        await using EventServer server = await EventServer.StartAsync(
            new EventPart(First, BreaksOff: breaksOff), new EventPart(FirstEnd, BreaksOff: breaksOff), new EventPart("", Status: 503), new EventPart(FirstEnd + Second + End));
        using AgentFunctionsClient client = NewClient(server);

        List<string> ends = await client.Batches.WatchAsync("b1", Token).Where(e => e.Task is { IsFinal: true }).Select(e => e.Task!.Task).ToListAsync(Token);

        Assert.Equal(["t1", "t2"], ends);
        Assert.Equal(["", "2000", "2000", "2000"], server.LastEventIds);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(406)]
    public async Task Without_events_the_batch_is_looked_at(int status)
    {
        await using EventServer server = await EventServer.StartAsync(new EventPart("", status));
        using AgentFunctionsClient client = NewClient(server);

        List<BatchEvent> events = await client.Batches.WatchAsync("b1", Token).ToListAsync(Token);

        Assert.Equal(["succeeded t1", "failed t2", "finished "], events.Select(e => $"{e.Kind} {e.Task?.Task}"));
        Assert.Equal((null, 1), (events[0].Id, server.Looks));
    }

    [Fact]
    public async Task Streams_that_bring_nothing_more_give_way_to_looking_which_tells_only_news()
    {
        await using EventServer server = await EventServer.StartAsync(new EventPart(First));
        using AgentFunctionsClient client = NewClient(server);

        List<BatchEvent> events = await client.Batches.WatchAsync("b1", Token).ToListAsync(Token);

        Assert.Equal(["running t1", "succeeded t1", "failed t2", "finished "], events.Select(e => $"{e.Kind} {e.Task?.Task}"));
        Assert.Equal((3, 1), (server.LastEventIds.Count, server.Looks));
    }

    [Fact]
    public async Task A_batch_that_is_not_there_is_a_refusal()
    {
        using AgentFunctionsClient client = host.NewClient();

        ApiException refusal = await Assert.ThrowsAsync<ApiException>(() => client.Batches.WaitAsync("01m85hfg4q4fxhsk0bpg5tbzmw", Token));

        Assert.Equal((404, "urn:agentfn:problem:no-such-batch"), (refusal.Status, refusal.Problem.Type));
    }

    [Fact]
    public async Task A_batch_of_the_real_host_is_run_to_its_end_with_results_in_any_order()
    {
        using AgentFunctionsClient client = host.NewClient();
        TaskRequest[] requests = [.. Enumerable.Range(0, 40).Select(i => i == 7 ? ClientHost.Ticket() with { Agent = "nobody" } : i == 9 ? ClientHost.Ticket() with { MaxCost = 0.000001m } : ClientHost.Ticket())];

        List<BatchResult> results = await client.RunBatchAsync(requests, cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(Enumerable.Range(0, 40).Select(i => (long)i), results.Select(r => r.Item.Index).Order());
        Assert.Equal((7, 404), (results[0].Item.Index, results[0].Item.Status));
        Assert.Equal(AgentTaskStatus.Failed, Assert.Single(results, r => r.Item.Index == 9).Task!.Status);
        Assert.Equal(38, results.Count(r => r.Task?.Result is { } result && result.GetProperty("category").GetString() == "billing"));
        BatchStatus batch = await client.Batches.WaitAsync(results[1].Item.Batch!, Token);
        Assert.Equal((true, 39, 38, 39), (batch.Finished, batch.Total, batch.Counts["succeeded"], batch.Tasks.Count));
    }

    [Fact]
    public async Task Tasks_of_a_batch_that_was_not_noted_are_waited_for_one_by_one()
    {
        using AgentFunctionsClient client = host.NewClient();
        List<BatchItem> items = await client.SubmitBatchAsync([ClientHost.Ticket(), ClientHost.Ticket()], cancellationToken: Token).ToListAsync(Token);

        List<string> ends = await new AgentFunctions.Client.Batches.BatchRun(client).EndsAsync(items.Select(item => item with { Batch = null }), Token).Select(e => $"{e.Item.Index} {e.End.Status}").ToListAsync(Token);

        Assert.Equal(["0 Succeeded", "1 Succeeded"], ends);
    }

    [Fact]
    public async Task A_caller_that_has_seen_enough_need_not_wait_for_the_rest()
    {
        using AgentFunctionsClient client = host.NewClient();
        TaskRequest[] requests = [ClientHost.Ticket(), ClientHost.Ticket() with { NotBefore = DateTimeOffset.UtcNow.AddDays(1) }];

        BatchResult first = await client.RunBatchAsync(requests, cancellationToken: Token).FirstAsync(Token);

        Assert.Equal((0, AgentTaskStatus.Succeeded), (first.Item.Index, first.Task!.Status));
    }

    private static AgentFunctionsClient NewClient(EventServer server) => new(new AgentFunctionsClientOptions { BaseAddress = server.Address, Retries = 2, RetryDelay = TimeSpan.FromMilliseconds(10) });
}
