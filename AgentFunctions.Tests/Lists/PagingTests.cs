using System.Net;
using System.Text.Json;
using AgentFunctions.Tests.Access;
using AgentFunctions.Tests.Client.Servers;

namespace AgentFunctions.Tests.Lists;

/// <summary>The pages of each list over HTTP.</summary>
public sealed class PagingTests(KeyedHost host) : IClassFixture<KeyedHost>, IAsyncLifetime
{
    private const int Tasks = 5;

    private readonly string _tenant = $"t{Guid.NewGuid():n}";
    private string _key = string.Empty;

    /// <summary>Tasks that every list has: set aside, with a callback that was given up.</summary>
    public async ValueTask InitializeAsync()
    {
        _key = (await host.NewKeyAsync(_tenant, ["read", "admin"])).Key;
        await FailedCallbacks.AddAsync(host, _tenant, Tasks);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("tasks")]
    [InlineData("tasks?status=failed&status=deadLettered&agent=classify-ticket&to=2999-01-01T00:00:00Z")]
    [InlineData("dead-letters")]
    [InlineData("dead-letters?reason=model-unavailable&from=2020-01-01T00:00:00Z")]
    [InlineData("callbacks")]
    [InlineData("callbacks?status=failed&agent=classify-ticket")]
    public async Task Pages_of_any_size_bring_each_task_once(string path)
    {
        List<string> seen = [];
        string? next = null;
        for (int limit = 1; seen.Count == 0 || next is not null; limit++)
        {
            JsonElement page = (await host.GetAsync(With(path, limit, next), _key)).Body;
            seen.AddRange(IdsOf(page));
            next = NextOf(page);
        }

        Assert.Equal((Tasks, Tasks), (seen.Count, seen.Distinct().Count()));
    }

    [Theory]
    [InlineData("tasks", "tasks?status=deadLettered")]
    [InlineData("tasks", "tasks?agent=classify-ticket")]
    [InlineData("tasks", "tasks?from=2020-01-01T00:00:00Z")]
    [InlineData("tasks", "tasks?to=2999-01-01T00:00:00Z")]
    [InlineData("tasks", "tasks?tenant=somebody-else")]
    [InlineData("tasks", "dead-letters")]
    [InlineData("tasks", "callbacks")]
    [InlineData("tasks?status=deadLettered", "dead-letters")]
    [InlineData("dead-letters", "dead-letters?reason=model-unavailable")]
    [InlineData("dead-letters", "callbacks")]
    [InlineData("callbacks", "callbacks?status=delivered")]
    [InlineData("callbacks", "tasks")]
    public async Task A_token_of_another_list_is_refused_in_its_own_words(string first, string other)
    {
        string token = await NextAsync(first);

        KeyedAnswer there = await host.GetAsync(With(other, 1, token), _key);
        KeyedAnswer back = await host.GetAsync(With(first, 1, token), _key);

        Assert.Equal((HttpStatusCode.BadRequest, "after"), (there.Status, ErrorOf(there).Field));
        Assert.StartsWith("is the token of another list; allowed is the 'next' of a page of this route", ErrorOf(there).Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, back.Status);
    }

    [Theory]
    [InlineData("tasks")]
    [InlineData("dead-letters")]
    [InlineData("callbacks")]
    public async Task A_token_of_another_tenant_is_that_of_another_list(string path)
    {
        string token = await NextAsync(path);
        string stranger = (await host.NewKeyAsync($"{_tenant}-other", ["read"])).Key;

        Assert.StartsWith("is the token of another list", ErrorOf(await host.GetAsync(With(path, 1, token), stranger)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tasks")]
    [InlineData("dead-letters")]
    [InlineData("callbacks")]
    public async Task What_no_page_carried_is_told_from_that(string path)
    {
        string token = await NextAsync(path);
        string id = (await host.GetAsync("tasks?limit=1", _key)).Body.GetProperty("tasks")[0].GetProperty("id").GetString()!;

        foreach (string after in new[] { id, token[1..], $"{token}A", token.ToUpperInvariant(), $"{token}%20", "x", "%00", new string('A', 7000) })
        {
            KeyedAnswer answer = await host.GetAsync($"{path}?after={after}", _key);
            Assert.Equal((HttpStatusCode.BadRequest, "after", "is not a token that a page carried as 'next'"), (answer.Status, ErrorOf(answer).Field, ErrorOf(answer).Message));
        }
    }

    [Fact]
    public async Task A_filter_that_is_spelt_otherwise_is_the_same_list()
    {
        string token = await NextAsync("tasks?status=failed,deadLettered&from=2020-01-01T02:00:00%2B02:00");

        KeyedAnswer answer = await host.GetAsync(With($"tasks?from=2020-01-01T00:00:00Z&status=deadLettered&status=failed&tenant={_tenant}", 1000, token), _key);

        Assert.Equal(Tasks - 1, answer.Body.GetProperty("tasks").GetArrayLength());
    }

    private static string With(string path, int limit, string? after) => $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={limit}{(after is null ? null : $"&after={after}")}";

    private static IEnumerable<string> IdsOf(JsonElement page) => page.EnumerateObject().First(p => p.Value.ValueKind == JsonValueKind.Array).Value
        .EnumerateArray().Select(item => item.GetProperty(item.TryGetProperty("task", out _) ? "task" : "id").GetString()!);

    private static string? NextOf(JsonElement page) => page.TryGetProperty("next", out JsonElement next) ? next.GetString() : null;

    private static (string? Field, string Message) ErrorOf(KeyedAnswer answer)
    {
        JsonElement error = Assert.Single(answer.Body.GetProperty("errors").EnumerateArray());
        return (error.GetProperty("field").GetString(), error.GetProperty("message").GetString()!);
    }

    private async Task<string> NextAsync(string path) => NextOf((await host.GetAsync(With(path, 1, after: null), _key)).Body)!;
}
