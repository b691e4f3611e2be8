using System.Text.Json;
using AgentFunctions.Client;
using AgentFunctions.Tests.Client.Servers;

namespace AgentFunctions.Tests.Client;

/// <summary>The client's calls about tasks, against the real local host.</summary>
public sealed class TaskCallTests(ClientHost host) : IClassFixture<ClientHost>
{
    private readonly AgentFunctionsClient _client = host.NewClient();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_task_is_run_to_its_typed_result()
    {
        Ticket ticket = await _client.RunAsync(ClientHost.Ticket(), TicketJson.Default.Ticket, cancellationToken: Token);

        Assert.Equal("billing", ticket.Category);
    }

    [Fact]
    public async Task All_that_a_request_says_arrives()
    {
        DateTimeOffset later = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);
        TaskRequest request = ClientHost.Ticket() with
        {
            Lane = Lane.Economy,
            NotBefore = later,
            Deadline = later.AddDays(1),
            MaxCost = 0.5m,
            Quality = 0.5,
            Explore = false,
            Cache = new CachePreference(Use: true, MaxAge: "15m"),
        };

        AgentTask task = await _client.GetAsync((await _client.SubmitAsync(request, cancellationToken: Token)).Id, Token);

        Assert.Equal(
            (AgentTaskStatus.Queued, Lane.Economy, later, later.AddDays(1), "default", "test"), (task.Status, task.Lane, task.NotBefore!.Value, task.Deadline!.Value, task.Tenant, task.Metadata["from"]));
    }

    [Fact]
    public async Task Wait_gives_the_final_task_with_what_it_took()
    {
        AgentTask task = await _client.SubmitAsync(ClientHost.Ticket(), wait: TimeSpan.FromSeconds(30), cancellationToken: Token);

        Assert.True(task.IsFinal);
        Assert.Equal(("offline", 1), (task.Model, Assert.Single(task.Attempts).Number));
        Assert.True(task is { Cost: > 0, Usage.InputTokens: > 0, StartedAt: not null, FinishedAt: not null });
        Assert.Equal(task.Cost, Assert.Single(task.Attempts[0].Calls!).Cost);
    }

    [Fact]
    public async Task The_same_key_is_the_same_task_and_another_body_under_it_is_refused()
    {
        string key = AgentFunctionsClient.NewIdempotencyKey();
        TaskRequest request = ClientHost.Ticket();

        AgentTask first = await _client.SubmitAsync(request, key, cancellationToken: Token);
        AgentTask second = await _client.SubmitAsync(request, key, cancellationToken: Token);
        ApiException refusal = await Assert.ThrowsAsync<ApiException>(() => _client.SubmitAsync(ClientHost.Ticket(), key, cancellationToken: Token));

        Assert.Equal((first.Id, false, true), (second.Id, first.IsReplayed, second.IsReplayed));
        Assert.Equal((422, "urn:agentfn:problem:idempotency-key-reused"), (refusal.Status, refusal.Problem.Type));
    }

    [Fact]
    public async Task A_refusal_names_each_field_and_what_is_allowed()
    {
        ApiException refusal = await Assert.ThrowsAsync<ApiException>(
            () => _client.SubmitAsync(ClientHost.Ticket() with { Quality = 2, MaxCost = -1 }, cancellationToken: Token));

        Assert.Equal((400, "urn:agentfn:problem:invalid-request"), (refusal.Status, refusal.Problem.Type));
        Assert.Equal(["maxCost", "quality"], refusal.Problem.Errors!.Select(e => e.Field).Order());
        Assert.Contains("quality", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_agent_and_an_unknown_task_are_refused()
    {
        ApiException agent = await Assert.ThrowsAsync<ApiException>(() => _client.SubmitAsync(ClientHost.Ticket() with { Agent = "nobody" }, cancellationToken: Token));
        ApiException task = await Assert.ThrowsAsync<ApiException>(() => _client.GetAsync("01m85hfg4q4fxhsk0bpg5tbzmw", Token));
        ApiException watched = await Assert.ThrowsAsync<ApiException>(() => _client.WaitAsync("01m85hfg4q4fxhsk0bpg5tbzmw", Token));

        Assert.Equal(("urn:agentfn:problem:unknown-agent", "urn:agentfn:problem:no-such-task", "urn:agentfn:problem:no-such-task"), (agent.Problem.Type, task.Problem.Type, watched.Problem.Type));
    }

    [Fact]
    public async Task A_cancelled_task_has_no_result_and_cancels_again_without_change()
    {
        AgentTask queued = await _client.SubmitAsync(ClientHost.Ticket() with { NotBefore = DateTimeOffset.UtcNow.AddDays(1) }, cancellationToken: Token);
        TaskNotSucceededException open = await Assert.ThrowsAsync<TaskNotSucceededException>(() => _client.GetResultAsync(queued.Id, TicketJson.Default.Ticket, Token));

        AgentTask cancelled = await _client.CancelAsync(queued.Id, Token);
        AgentTask again = await _client.CancelAsync(queued.Id, Token);
        TaskNotSucceededException none = await Assert.ThrowsAsync<TaskNotSucceededException>(() => _client.GetResultAsync(queued.Id, TicketJson.Default.Ticket, Token));

        Assert.Equal((AgentTaskStatus.Queued, AgentTaskStatus.Cancelled, AgentTaskStatus.Cancelled), (open.Task.Status, cancelled.Status, none.Task.Status));
        Assert.Equal(cancelled.FinishedAt, again.FinishedAt);
    }

    [Fact]
    public async Task Feedback_is_kept_and_a_task_that_has_ended_cannot_be_cancelled()
    {
        AgentTask task = await _client.RunAsync(ClientHost.Ticket(), cancellationToken: Token);

        AgentTask rated = await _client.FeedbackAsync(task.Id, 0.25, "ü \"q\"", Token);
        ApiException late = await Assert.ThrowsAsync<ApiException>(() => _client.CancelAsync(task.Id, Token));

        Assert.Equal((0.25, "ü \"q\"", 409), (rated.Feedback!.Score, rated.Feedback.Note, late.Status));
        Assert.Equal(task.Result!.Value.GetRawText(), rated.Result!.Value.GetRawText());
    }

    [Fact]
    public async Task A_list_goes_over_all_pages_once()
    {
        DateTimeOffset from = DateTimeOffset.UtcNow.AddSeconds(-1);
        HashSet<string> submitted = [];
        for (int i = 0; i < 7; i++)
        {
            submitted.Add((await _client.SubmitAsync(ClientHost.Ticket() with { NotBefore = DateTimeOffset.UtcNow.AddDays(1) }, cancellationToken: Token)).Id);
        }

        List<string> listed = await _client.ListAsync(new TaskQuery { Statuses = [AgentTaskStatus.Queued], Agent = "classify-ticket", From = from, PageSize = 2 }, Token)
            .Select(t => t.Id).ToListAsync(Token);

        Assert.Equal(listed.Count, listed.Distinct().Count());
        Assert.Superset(submitted, listed.ToHashSet());
        Assert.Empty(await _client.ListAsync(new TaskQuery { To = from.AddYears(-1), Statuses = [AgentTaskStatus.Failed, AgentTaskStatus.DeadLettered] }, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task A_batch_of_any_size_has_one_outcome_a_task_in_their_order()
    {
        TaskRequest[] tasks = [.. Enumerable.Range(0, 2345).Select(i => ClientHost.Ticket() with { Agent = i == 1500 ? "nobody" : "classify-ticket", NotBefore = DateTimeOffset.UtcNow.AddDays(1) })];
        string key = AgentFunctionsClient.NewIdempotencyKey();

        List<BatchItem> items = await _client.SubmitBatchAsync(tasks, key, Token).ToListAsync(Token);
        List<BatchItem> again = await _client.SubmitBatchAsync(tasks.ToAsyncEnumerable(), key, Token).ToListAsync(Token);

        Assert.Equal(Enumerable.Range(0, 2345).Select(i => (long)i), items.Select(i => i.Index));
        Assert.Equal([1500L], items.Where(i => !i.IsAccepted).Select(i => i.Index));
        Assert.Equal((404, "agent"), (items[1500].Status, Assert.Single(items[1500].Problem!.Errors!).Field));
        Assert.Equal(items.Select(i => i.Id), again.Select(i => i.Id));
        Assert.All(again.Where(i => i.IsAccepted), i => Assert.True(i.Repeated));
    }

    [Fact]
    public async Task A_batch_of_which_nothing_is_accepted_has_outcomes_too_and_an_empty_one_has_none()
    {
        List<BatchItem> items = await _client.SubmitBatchAsync([ClientHost.Ticket() with { Agent = "a" }, ClientHost.Ticket() with { Quality = 7 }], cancellationToken: Token).ToListAsync(Token);

        Assert.Equal([404, 400], items.Select(i => i.Status));
        Assert.Empty(await _client.SubmitBatchAsync([], cancellationToken: Token).ToListAsync(Token));
    }
}
