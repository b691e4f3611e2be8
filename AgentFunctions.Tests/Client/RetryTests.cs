using System.Net;
using AgentFunctions.Client;
using AgentFunctions.Tests.Client.Servers;

namespace AgentFunctions.Tests.Client;

/// <summary>What is sent again and what is not, with a proxy that drops answers before the real local host.</summary>
public sealed class RetryTests(ClientHost host) : IClassFixture<ClientHost>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(99);

    private readonly WaitLog _time = new(Patience);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_task_whose_answer_is_lost_exists_once()
    {
        await using FlakyServer server = await FlakyServer.StartAsync(host.Address, new FlakyAnswer.DropAnswer(), new FlakyAnswer.Say(HttpStatusCode.BadGateway), new FlakyAnswer.DropAnswer());
        using AgentFunctionsClient client = NewClient(server);
        TaskRequest request = ClientHost.Ticket() with { Agent = "draft-reply", Input = ClientHost.Ticket().Input, NotBefore = DateTimeOffset.UtcNow.AddDays(1) };

        AgentTask task = await client.SubmitAsync(request, cancellationToken: Token);

        Assert.Equal(4, server.Seen.Count);
        Assert.NotNull(Assert.Single(server.Seen.Select(s => s.Key).Distinct()));
        Assert.True(task.IsReplayed);
        Assert.Equal([task.Id], await client.ListAsync(new TaskQuery { Agent = "draft-reply" }, Token).Select(t => t.Id).ToListAsync(Token));
    }

    [Fact]
    public async Task A_batch_whose_answer_is_lost_exists_once()
    {
        await using FlakyServer server = await FlakyServer.StartAsync(host.Address, new FlakyAnswer.DropAnswer());
        using AgentFunctionsClient client = NewClient(server);
        TaskRequest[] tasks = [.. Enumerable.Range(0, 5).Select(_ => ClientHost.Ticket() with { Agent = "summarize-thread", Input = ThreadOf(Guid.NewGuid()), NotBefore = DateTimeOffset.UtcNow.AddDays(1) })];

        List<BatchItem> items = await client.SubmitBatchAsync(tasks, cancellationToken: Token).ToListAsync(Token);

        Assert.All(items, i => Assert.True(i.Repeated));
        Assert.Equal(items.Select(i => i.Id!).Order(), (await client.ListAsync(new TaskQuery { Agent = "summarize-thread" }, Token).Select(t => t.Id).ToListAsync(Token)).Order());
    }

    [Fact]
    public async Task Retry_after_counts_instead_of_the_own_delay()
    {
        await using FlakyServer server = await FlakyServer.StartAsync(host.Address, new FlakyAnswer.Say(HttpStatusCode.TooManyRequests, "7"), new FlakyAnswer.Say(HttpStatusCode.ServiceUnavailable, "3"));
        using AgentFunctionsClient client = NewClient(server);

        await client.BacklogAsync(Token);

        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(3)], _time.Waits);
    }

    [Fact]
    public async Task Without_retry_after_the_delays_grow_up_to_their_limit_and_the_last_answer_is_told()
    {
        FlakyAnswer away = new FlakyAnswer.Say(HttpStatusCode.InternalServerError, Body: "<html>down</html>");
        await using FlakyServer server = await FlakyServer.StartAsync(host.Address, [.. Enumerable.Repeat(away, 10)]);
        using AgentFunctionsClient client = NewClient(server);

        ApiException end = await Assert.ThrowsAsync<ApiException>(() => client.BacklogAsync(Token));

        Assert.Equal((6, 5), (server.Seen.Count, _time.Waits.Count));
        Assert.All(_time.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(20)));
        Assert.Equal(5, _time.Waits.Distinct().Count());
        Assert.Equal(500, end.Status);
        Assert.Contains("<html>down</html>", end.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Conflict)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    public async Task A_refusal_is_not_sent_again(HttpStatusCode status)
    {
        await using FlakyServer server = await FlakyServer.StartAsync(host.Address, new FlakyAnswer.Say(status));
        using AgentFunctionsClient client = NewClient(server);

        ApiException refusal = await Assert.ThrowsAsync<ApiException>(() => client.SubmitAsync(ClientHost.Ticket(), cancellationToken: Token));

        Assert.Equal((int)status, refusal.Status);
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task A_server_that_wants_a_longer_rest_than_allowed_is_left_alone()
    {
        await using FlakyServer server = await FlakyServer.StartAsync(host.Address, new FlakyAnswer.Say(HttpStatusCode.TooManyRequests, "3600"));
        using AgentFunctionsClient client = NewClient(server);

        ApiException refusal = await Assert.ThrowsAsync<ApiException>(() => client.BacklogAsync(Token));

        Assert.Equal((429, TimeSpan.FromHours(1)), (refusal.Status, refusal.RetryAfter));
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task A_key_and_a_redrive_are_not_made_twice_when_their_answer_is_lost()
    {
        await using FlakyServer server = await FlakyServer.StartAsync(host.Address, new FlakyAnswer.DropAnswer(), new FlakyAnswer.Say(HttpStatusCode.ServiceUnavailable), new FlakyAnswer.Say(HttpStatusCode.TooManyRequests));
        using AgentFunctionsClient client = NewClient(server);

        await Assert.ThrowsAsync<ServerUnavailableException>(() => client.Keys.CreateAsync(new ApiKeyRequest { Name = "lost", Roles = ["read"] }, Token));
        await Assert.ThrowsAsync<ApiException>(() => client.DeadLetters.RedriveAsync(new RedriveRequest { Filter = new RedriveFilter("nobody") }, Token));
        RedriveReport redriven = await client.DeadLetters.RedriveAsync(new RedriveRequest { Filter = new RedriveFilter("nobody") }, Token);

        Assert.Equal((4, 0), (server.Seen.Count, redriven.Matched));
        Assert.Single(await client.Keys.ListAsync(Token), k => k.Name == "lost");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        using AgentFunctionsClient client = new(new AgentFunctionsClientOptions { BaseAddress = new Uri("http://127.0.0.1:1/api"), TimeProvider = _time, AttemptTimeout = Patience });

        ServerUnavailableException fault = await Assert.ThrowsAsync<ServerUnavailableException>(() => client.BacklogAsync(Token));

        Assert.Contains("http://127.0.0.1:1/api/backlog", fault.Message, StringComparison.Ordinal);
        Assert.Equal(5, _time.Waits.Count);
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_given_up()
    {
        using AgentFunctionsClient client = new(new AgentFunctionsClientOptions { BaseAddress = host.Address, TimeProvider = _time, AttemptTimeout = TimeSpan.FromSeconds(1), Retries = 0 });

        ServerUnavailableException fault = await Assert.ThrowsAsync<ServerUnavailableException>(() => client.SubmitAsync(ClientHost.Ticket() with { NotBefore = DateTimeOffset.UtcNow.AddDays(1) }, wait: TimeSpan.FromSeconds(60), cancellationToken: Token));

        Assert.Contains("no answer within 61 s", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        Assert.Contains("BaseAddress", Assert.Throws<ArgumentException>(() => new AgentFunctionsClient(new Uri("ftp://x"))).Message, StringComparison.Ordinal);
        Assert.Contains("Retries", Assert.Throws<ArgumentException>(() => new AgentFunctionsClient(new AgentFunctionsClientOptions { Retries = -1 })).Message, StringComparison.Ordinal);
        Assert.Contains("RetryDelay", Assert.Throws<ArgumentException>(() => new AgentFunctionsClient(new AgentFunctionsClientOptions { RetryDelay = TimeSpan.Zero })).Message, StringComparison.Ordinal);
    }

    private static System.Text.Json.JsonElement ThreadOf(Guid id) => System.Text.Json.JsonElement.Parse($$"""{"thread":"Customer: {{id}}"}""");

    private AgentFunctionsClient NewClient(FlakyServer server) => new(new AgentFunctionsClientOptions { BaseAddress = server.Address, TimeProvider = _time, AttemptTimeout = Patience });
}
