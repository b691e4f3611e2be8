using System.Net;
using AgentFunctions.Client;
using AgentFunctions.Tests.Client.Servers;
using ApiOverview = AgentFunctions.Client.Overview;

namespace AgentFunctions.Tests.Client;

/// <summary>The client's calls about agents and how everything stands, against the real local host.</summary>
public sealed class OverviewCallTests(ClientHost host) : IClassFixture<ClientHost>
{
    private readonly AgentFunctionsClient _client = host.NewClient();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Agents_are_listed_and_read_by_name()
    {
        IReadOnlyList<Agent> agents = await _client.ListAgentsAsync(Token);
        Agent ticket = await _client.GetAgentAsync("classify-ticket", Token);
        ApiException unknown = await Assert.ThrowsAsync<ApiException>(() => _client.GetAgentAsync("no/body", Token));

        Assert.Contains("draft-reply", agents.Select(a => a.Name));
        Assert.Equal([new AgentInput("subject", Required: false), new AgentInput("text", Required: true)], ticket.Input);
        Assert.True(ticket.Output.GetProperty("properties").TryGetProperty("category", out _));
        Assert.True(unknown.Is("unknown-agent"));
    }

    [Fact]
    public async Task The_overview_has_what_a_task_came_to()
    {
        AgentTask task = await _client.RunAsync(ClientHost.Ticket(), cancellationToken: Token);

        ApiOverview overview = await _client.OverviewAsync(Token);

        Assert.Equal(["interactive", "standard", "economy"], overview.Lanes.Select(l => l.Lane));
        Assert.Equal((2, 2), (overview.Workers!.Min, overview.Workers.Max));
        Assert.True(overview.Hours.Sum(h => h.Cost) >= task.Cost && task.Cost > 0);
        Assert.Equal(25, overview.Hours.Count);
    }

    [Fact]
    public async Task What_a_task_came_to_is_told_to_who_watches()
    {
        await using IAsyncEnumerator<ApiOverview> changes = _client.WatchOverviewAsync(Token).GetAsyncEnumerator(Token);
        Assert.True(await changes.MoveNextAsync());
        long before = changes.Current.Hours.Sum(h => h.Tasks);

        await _client.RunAsync(ClientHost.Ticket(), cancellationToken: Token);

        while (changes.Current.Hours.Sum(h => h.Tasks) <= before)
        {
            Assert.True(await changes.MoveNextAsync());
        }
    }

    [Fact]
    public async Task Where_there_are_no_events_it_is_looked_at()
    {
        await using FlakyServer server = await FlakyServer.StartAsync(host.Address, new FlakyAnswer.Say(HttpStatusCode.NotFound));
        using AgentFunctionsClient client = new(new AgentFunctionsClientOptions { BaseAddress = server.Address, LongestPoll = TimeSpan.FromMilliseconds(1) });

        List<ApiOverview> seen = await client.WatchOverviewAsync(Token).Take(3).ToListAsync(Token);

        Assert.Equal(["/api/overview/events", "/api/overview", "/api/overview", "/api/overview"], server.Seen.Select(s => s.Path));
        Assert.Equal(seen.Select(o => o.At).Order(), seen.Select(o => o.At));
    }
}
