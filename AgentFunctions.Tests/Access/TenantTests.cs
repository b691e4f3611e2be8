using System.Net;
using System.Text.Json;

namespace AgentFunctions.Tests.Access;

/// <summary>Two tenants on one host.</summary>
public sealed class TenantTests(KeyedHost host) : IClassFixture<KeyedHost>
{
    private static readonly string[] All = ["submit", "read", "admin"];

    [Fact]
    public async Task A_task_of_another_tenant_is_not_there_even_under_its_very_id()
    {
        (string mine, string theirs) = await TwoKeysAsync();
        string id = (await host.PostAsync("tasks", mine, Body(), wait: true)).Body.GetProperty("id").GetString()!;
        string unknown = $"{id[..^1]}{(id[^1] == '0' ? '1' : '0')}";
        foreach ((HttpMethod method, string path, string? body) in new[]
        {
            (HttpMethod.Get, "tasks/{0}", null), (HttpMethod.Get, "tasks/{0}/result", null),
            (HttpMethod.Post, "tasks/{0}/cancel", "{}"), (HttpMethod.Post, "tasks/{0}/feedback", """{"score":0}"""),
        })
        {
            KeyedAnswer answer = await host.SendAsync(method, Path(path, id), theirs, body);
            KeyedAnswer none = await host.SendAsync(method, Path(path, unknown), theirs, body);

            // Nothing but the id tells a task that others have from one that nobody has.
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
            Assert.Equal(none.Body.ToString().Replace(unknown, id, StringComparison.Ordinal), answer.Body.ToString());
        }

        KeyedAnswer own = await host.GetAsync($"tasks/{id}", mine);
        Assert.Equal((HttpStatusCode.OK, false), (own.Status, own.Body.TryGetProperty("feedback", out _)));
    }

    [Theory]
    [InlineData("tasks", "tasks")]
    [InlineData("tasks?tenant={0}", "tasks")]
    [InlineData("costs?by=agent", "rows")]
    [InlineData("dead-letters", "deadLetters")]
    public async Task Lists_and_costs_have_nothing_of_another_tenant(string path, string field)
    {
        string tenant = Name();
        string mine = (await host.NewKeyAsync(tenant, All)).Key;
        string theirs = (await host.NewKeyAsync(Name(), All)).Key;
        await host.PostAsync("tasks", mine, Body(), wait: true);

        KeyedAnswer answer = await host.GetAsync(Path(path, tenant), theirs);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(0, answer.Body.GetProperty(field).GetArrayLength());
        Assert.DoesNotContain(tenant, answer.Body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_overview_counts_no_task_of_another_tenant()
    {
        (string mine, string theirs) = await TwoKeysAsync();
        await host.PostAsync("tasks", mine, Body(), wait: true);

        KeyedAnswer own = await host.GetAsync("overview", mine);
        KeyedAnswer other = await host.GetAsync("overview", theirs);

        Assert.Equal(1, own.Body.GetProperty("hours").EnumerateArray().Sum(h => h.GetProperty("tasks").GetInt64()));
        Assert.Equal(0, other.Body.GetProperty("hours").EnumerateArray().Sum(h => h.GetProperty("tasks").GetInt64()));
        Assert.Equal((0, 0), (other.Body.GetProperty("today").GetProperty("tasks").GetInt64(), other.Body.GetProperty("today").GetProperty("calls").GetInt64()));
    }

    [Fact]
    public async Task Idempotency_keys_and_cached_answers_are_a_tenant_s_own()
    {
        (string mine, string theirs) = await TwoKeysAsync();
        string body = Body();
        KeyedAnswer first = await host.PostAsync("tasks", mine, body, wait: true);
        KeyedAnswer other = await host.PostAsync("tasks", theirs, body, wait: true);
        KeyedAnswer again = await host.PostAsync("tasks", mine, body, wait: true);

        Assert.False(other.Body.TryGetProperty("answeredBy", out _));
        Assert.Equal(first.Body.GetProperty("id").GetString(), again.Body.GetProperty("answeredBy").GetProperty("task").GetString());
    }

    [Fact]
    public async Task A_redrive_of_another_tenant_s_ids_finds_nothing()
    {
        (string mine, string theirs) = await TwoKeysAsync();
        string id = (await host.PostAsync("tasks", mine, Body(), wait: true)).Body.GetProperty("id").GetString()!;
        string request = JsonSerializer.Serialize(new { ids = new[] { id } });

        KeyedAnswer answer = await host.PostAsync("dead-letters/redrive", theirs, request);

        Assert.DoesNotContain("succeeded", answer.Body.ToString(), StringComparison.Ordinal);
        Assert.Contains("notFound", answer.Body.ToString(), StringComparison.Ordinal);
    }

    private static string Name() => $"t-{Guid.NewGuid():n}";

    private static string Body() => $$$"""{"agent":"classify-ticket","input":{"text":"Refund order {{{Guid.NewGuid()}}}."}}""";

    private static string Path(string form, string value) => form.Replace("{0}", value, StringComparison.Ordinal);

    private async Task<(string Mine, string Theirs)> TwoKeysAsync() => ((await host.NewKeyAsync(Name(), All)).Key, (await host.NewKeyAsync(Name(), All)).Key);
}
