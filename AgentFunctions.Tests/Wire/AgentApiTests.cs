using System.Net;
using System.Text.Json;
using AgentFunctions.Tests.Access;

namespace AgentFunctions.Tests.Wire;

/// <summary>The agents as clients see them, from the files that the application brings.</summary>
public sealed class AgentApiTests(KeyedHost host) : IClassFixture<KeyedHost>
{
    [Fact]
    public async Task All_agents_are_listed_by_name_with_what_a_task_for_them_needs()
    {
        JsonElement[] agents = [.. (await GetAsync("agents")).Body.GetProperty("agents").EnumerateArray()];

        string[] names = [.. agents.Select(a => a.GetProperty("name").GetString()!)];
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(Directory.GetFiles(Path.Combine(Repository.Root, "AgentFunctions", "agents"), "*.agent.md").Length, agents.Length);
        JsonElement reply = agents.Single(a => a.GetProperty("name").GetString() == "draft-reply");
        Assert.Equal(
            """[{"name":"customerName","required":false},{"name":"tone","required":false},{"name":"message","required":true}]""",
            reply.GetProperty("input").GetRawText());
        Assert.Equal("""{"use":true,"maxAge":86400,"scope":"tenant","coalesce":true}""", reply.GetProperty("cache").GetRawText());
        Assert.Equal("object", reply.GetProperty("output").GetProperty("type").GetString());
        Assert.Equal((0.8, 900), (reply.GetProperty("quality").GetDouble(), reply.GetProperty("maxOutputTokens").GetInt32()));
        Assert.False(reply.TryGetProperty("batch", out _));
    }

    [Fact]
    public async Task One_agent_is_shown_as_the_list_shows_it_with_its_tools_and_checks()
    {
        JsonElement listed = (await GetAsync("agents")).Body.GetProperty("agents").EnumerateArray().Single(a => a.GetProperty("name").GetString() == "answer-from-notes");

        JsonElement agent = (await GetAsync("agents/answer-from-notes")).Body;

        Assert.Equal(listed.GetRawText(), agent.GetRawText());
        Assert.Equal("""["search_notes"]""", agent.GetProperty("tools").GetRawText());
        Assert.Equal("""["regex"]""", agent.GetProperty("checks").GetRawText());
    }

    [Fact]
    public async Task Nothing_of_an_agent_s_instructions_is_shown()
    {
        string shown = (await GetAsync("agents")).Body.GetRawText();

        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, "AgentFunctions", "agents"), "*.agent.md"))
        {
            string first = File.ReadAllText(file).Split("\n---\n", 2)[1].Split('\n').First(line => line.Length > 20);
            Assert.DoesNotContain(JsonSerializer.Serialize(first).Trim('"'), shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_unknown_agent_is_refused_as_a_task_for_it_is()
    {
        KeyedAnswer answer = await GetAsync("agents/nobody");

        Assert.Equal((HttpStatusCode.NotFound, "urn:agentfn:problem:unknown-agent"), (answer.Status, answer.Body.GetProperty("type").GetString()));
        Assert.Contains("'nobody'; known are answer-from-notes, classify-ticket", answer.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("agents?name=x", "name")]
    [InlineData("agents/draft-reply?verbose=1", "verbose")]
    [InlineData("overview?from=2026-01-01T00:00:00Z", "from")]
    [InlineData("overview/events?tenant=other", "tenant")]
    public async Task A_query_that_the_call_does_not_know_is_refused_by_name(string path, string field)
    {
        KeyedAnswer answer = await GetAsync(path);

        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, Assert.Single(answer.Body.GetProperty("errors").EnumerateArray()).GetProperty("field").GetString()));
    }

    private async Task<KeyedAnswer> GetAsync(string path) => await host.GetAsync(path, (await host.NewKeyAsync("reader", ["read"])).Key);
}
