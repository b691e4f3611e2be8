using System.Globalization;
using System.Net;

namespace AgentFunctions.Tests.Access;

public sealed class KeyApiTests(KeyedHost host) : IClassFixture<KeyedHost>
{
    private static readonly string[] All = ["submit", "read", "admin"];

    [Fact]
    public async Task A_key_is_shown_once_and_listed_without_its_secret()
    {
        (string id, string key) = await host.NewKeyAsync("shown", All);

        KeyedAnswer list = await host.GetAsync("keys", key);

        Assert.StartsWith("agentfn_", key, StringComparison.Ordinal);
        Assert.Equal(id, Assert.Single(list.Body.GetProperty("keys").EnumerateArray()).GetProperty("id").GetString());
        Assert.DoesNotContain(key[^40..], list.Body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_key_is_turned_away_with_the_reason()
    {
        (string id, string key) = await host.NewKeyAsync("revoked", All);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("tasks", key)).Status);

        KeyedAnswer first = await host.SendAsync(HttpMethod.Delete, $"keys/{id}", KeyedHost.OperatorKey);
        KeyedAnswer second = await host.SendAsync(HttpMethod.Delete, $"keys/{id}", KeyedHost.OperatorKey);
        KeyedAnswer answer = await host.GetAsync("tasks", key);

        Assert.Equal(first.Body.ToString(), second.Body.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Contains($"The key {id} was revoked", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_key_is_turned_away_with_the_reason()
    {
        string soon = DateTimeOffset.UtcNow.AddSeconds(1).ToString("O", CultureInfo.InvariantCulture);
        KeyedAnswer made = await host.PostAsync("keys", KeyedHost.OperatorKey, $$"""{"name":"brief","roles":["read"],"expires":"{{soon}}"}""");
        string key = made.Body.GetProperty("key").GetString()!;

        KeyedAnswer? answer = null;
        await Servers.Eventually.IsTrueAsync(
            () => (answer = host.GetAsync("tasks", key).Result).Status == HttpStatusCode.Unauthorized, "the key ends", TestContext.Current.CancellationToken);

        Assert.Contains("ended at", answer!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admin_manages_the_keys_of_its_own_tenant_only()
    {
        (string theirId, string theirs) = await host.NewKeyAsync("theirs", All);
        string mine = (await host.NewKeyAsync("mine", All)).Key;

        KeyedAnswer revoked = await host.SendAsync(HttpMethod.Delete, $"keys/{theirId}", mine);
        KeyedAnswer made = await host.PostAsync("keys", mine, """{"name":"x","tenant":"theirs","roles":["read"]}""");
        KeyedAnswer own = await host.PostAsync("keys", mine, """{"name":"x","roles":["read"]}""");

        Assert.Equal(HttpStatusCode.NotFound, revoked.Status);
        Assert.Equal(HttpStatusCode.BadRequest, made.Status);
        Assert.Contains("'mine'", made.Detail, StringComparison.Ordinal);
        Assert.Equal("mine", own.Body.GetProperty("tenant").GetString());
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("tasks", theirs)).Status);
    }

    [Theory]
    [InlineData("""{"roles":["read"]}""", "name")]
    [InlineData("""{"name":"x"}""", "roles")]
    [InlineData("""{"name":"x","roles":[]}""", "roles")]
    [InlineData("""{"name":"x","roles":["root"]}""", "roles")]
    [InlineData("""{"name":"x","roles":["read"],"tenant":"A B"}""", "tenant")]
    [InlineData("""{"name":"x","roles":["read"],"expires":"2020-01-01T00:00:00Z"}""", "expires")]
    [InlineData("""{"name":"x","roles":["read"],"expires":"soon"}""", "expires")]
    [InlineData("""{"name":"x","roles":["read"],"requestsPerMinute":0}""", "requestsPerMinute")]
    [InlineData("""{"name":"x","roles":["read"],"color":"red"}""", "color")]
    public async Task A_bad_request_names_the_field_and_makes_no_key(string body, string field)
    {
        string admin = (await host.NewKeyAsync($"bad-{Guid.NewGuid():n}", All)).Key;

        KeyedAnswer answer = await host.PostAsync("keys", admin, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(answer.Body.GetProperty("errors").EnumerateArray(), error => error.GetProperty("field").GetString() == field);
        Assert.Single((await host.GetAsync("keys", admin)).Body.GetProperty("keys").EnumerateArray());
    }

    [Fact]
    public async Task A_key_that_calls_too_often_is_told_when_to_call_again()
    {
        string key = (await host.NewKeyAsync("busy", All, requestsPerMinute: 3)).Key;

        // In the worst case a minute ends in between, and three more are let through.
        List<KeyedAnswer> answers = [];
        for (int i = 0; i < 7; i++)
        {
            answers.Add(await host.GetAsync("tasks", key));
        }

        KeyedAnswer refused = answers.First(answer => answer.Status == HttpStatusCode.TooManyRequests);
        Assert.InRange(answers.Count(answer => answer.Status == HttpStatusCode.OK), 3, 6);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("\"key\";q=3;w=60", answers[0].Headers.GetValues("RateLimit-Policy").Single());
        Assert.StartsWith("\"key\";r=2;t=", answers[0].Headers.GetValues("RateLimit").Single(), StringComparison.Ordinal);
        Assert.StartsWith("\"key\";r=0;t=", refused.Headers.GetValues("RateLimit").Single(), StringComparison.Ordinal);
    }
}
