using System.Net;
using AgentFunctions.Client;
using AgentFunctions.Tests.Client.Servers;
using ApiBacklog = AgentFunctions.Client.Backlog;
using ApiHealth = AgentFunctions.Client.Health;

namespace AgentFunctions.Tests.Client;

/// <summary>The client's calls about costs, backlog, dead letters and health, against the real local host.</summary>
public sealed class OperatorCallTests(ClientHost host) : IClassFixture<ClientHost>
{
    private readonly AgentFunctionsClient _client = host.NewClient();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Costs_and_their_makers_are_those_of_the_tasks()
    {
        AgentTask task = await _client.RunAsync(ClientHost.Ticket(), cancellationToken: Token);

        CostReport costs = await _client.Costs.ReadAsync(new CostQuery { By = [CostDimension.Agent, CostDimension.Day], From = DateTimeOffset.UtcNow.AddHours(-1) }, Token);
        TopCosts top = await _client.Costs.ReadTopAsync(new TopCostQuery { Share = 1, Limit = 1000 }, Token);

        Assert.Equal(["agent", "day"], costs.By);
        Assert.Equal(costs.Totals.Cost, costs.Rows.Sum(r => r.Cost));
        Assert.True(costs.Totals.Cost >= task.Cost);
        Assert.Equal(task.Cost, Assert.Single(top.TopTasks.Items, t => t.Id == task.Id).Cost);
        Assert.Contains("of the cost", top.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_share_out_of_range_is_refused_with_its_name()
    {
        ApiException refusal = await Assert.ThrowsAsync<ApiException>(() => _client.Costs.ReadTopAsync(new TopCostQuery { Share = 1.5m }, Token));

        Assert.Equal("share", Assert.Single(refusal.Problem.Errors!).Field);
    }

    [Fact]
    public async Task Backlog_health_and_budgets_are_read()
    {
        ApiBacklog backlog = await _client.BacklogAsync(Token);
        ApiHealth health = await _client.HealthAsync(Token);

        Assert.Equal(["interactive", "standard", "economy"], backlog.Lanes.Select(l => l.Lane));
        Assert.Equal((2, 2), (backlog.Workers!.Minimum, backlog.Workers.Maximum));
        Assert.Equal("healthy", health.Status);
        Assert.Empty(health.Down);
        Assert.Empty(await _client.Costs.ReadBudgetsAsync(Token));
    }

    [Fact]
    public async Task A_server_that_is_not_healthy_is_an_answer_and_is_not_asked_again()
    {
        await using FlakyServer server = await FlakyServer.StartAsync(
            host.Address, new FlakyAnswer.Say(HttpStatusCode.ServiceUnavailable, Body: """{"status":"unhealthy","down":["storage"],"parts":{"storage":{"status":"unhealthy","reason":"IOException"}}}"""));
        using AgentFunctionsClient client = new(server.Address);

        ApiHealth health = await client.HealthAsync(Token);

        Assert.Equal((["storage"], "IOException"), (health.Down, health.Parts["storage"].Reason));
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task Dead_letters_are_listed_and_redriven()
    {
        string id = await host.AddDeadLetterAsync("tool-unavailable");
        DeadLetterQuery query = new() { Agent = "classify-ticket", Reason = "tool-unavailable" };

        List<AgentTask> listed = await _client.DeadLetters.ListAsync(query, Token).ToListAsync(Token);
        RedriveReport dry = await _client.DeadLetters.RedriveAsync(new RedriveRequest { Filter = new RedriveFilter(Reason: "tool-unavailable"), DryRun = true }, Token);
        RedriveReport redriven = await _client.DeadLetters.RedriveAsync(new RedriveRequest { Ids = [id], Rate = 100, Patch = new RedrivePatch(Lane: Lane.Interactive) }, Token);
        AgentTask end = await _client.WaitAsync(id, Token);

        Assert.Equal([id], listed.Select(t => t.Id));
        Assert.Equal((true, 1), (dry.DryRun, dry.Redriven));
        Assert.Equal(("redriven", 1), (Assert.Single(redriven.Items).Outcome, redriven.Redriven));
        Assert.Equal((AgentTaskStatus.Succeeded, Lane.Interactive, "tool-unavailable"), (end.Status, end.Lane, Assert.Single(end.Redrives!).Error.Code));
        Assert.Empty(await _client.DeadLetters.ListAsync(query, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task A_redrive_of_nothing_in_particular_is_refused()
    {
        ApiException refusal = await Assert.ThrowsAsync<ApiException>(() => _client.DeadLetters.RedriveAsync(new RedriveRequest(), Token));

        Assert.Equal("ids", Assert.Single(refusal.Problem.Errors!).Field);
    }
}
