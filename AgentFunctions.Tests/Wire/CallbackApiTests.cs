using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentFunctions.Tests.Access;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Webhooks;

namespace AgentFunctions.Tests.Wire;

/// <summary>Callbacks over HTTP, on a host in memory.</summary>
public sealed class CallbackApiTests(KeyedHost host) : IClassFixture<KeyedHost>, IAsyncLifetime
{
    private static readonly string[] AllRoles = ["submit", "read", "admin"];

    private readonly TestReceiver _receiver = new();
    private readonly string _tenant = $"t{Guid.NewGuid():n}";
    private string _key = string.Empty;

    public async ValueTask InitializeAsync() => _key = (await host.NewKeyAsync(_tenant, AllRoles)).Key;

    public ValueTask DisposeAsync()
    {
        _receiver.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_task_that_succeeds_is_told_as_the_api_shows_it()
    {
        string id = await SubmitAsync(Body("hook?token=t"));

        ReceivedCallback callback = (await ReceivedAsync(1))[0];
        JsonElement message = JsonElement.Parse(callback.Body);
        JsonObject shown = await UntilAsync(id, "delivered");
        Assert.Equal(($"{id}-0", "task.succeeded", "/hook?token=t"), (callback.Id, message.GetProperty("type").GetString(), callback.Path));
        JsonObject state = shown["callback"]!.AsObject();
        Assert.Equal((_receiver.Address.GetLeftPart(UriPartial.Authority), 1, 204, $"{id}-0"), ((string?)state["target"], (int)state["tries"]!, (int)state["lastStatus"]!, (string?)state["webhookId"]));
        Assert.DoesNotContain("token", state.ToJsonString(), StringComparison.Ordinal);
        shown.Remove("callback");
        Assert.True(JsonNode.DeepEquals(shown, JsonNode.Parse(message.GetProperty("data").GetRawText())), $"{message}\n{shown}");
    }

    [Fact]
    public async Task A_task_answered_from_the_cache_is_told_as_well()
    {
        string body = Body("hook");
        await SubmitAsync(body);
        await ReceivedAsync(1);

        string id = await SubmitAsync(body);

        ReceivedCallback callback = (await ReceivedAsync(2))[1];
        Assert.Equal($"{id}-0", callback.Id);
        Assert.Equal("cache", JsonElement.Parse(callback.Body).GetProperty("data").GetProperty("answeredBy").GetProperty("origin").GetString());
    }

    [Fact]
    public async Task Every_task_of_a_batch_is_told_identical_and_small_ones_too()
    {
        string[] bodies = [.. Enumerable.Repeat(Body("identical"), 4), .. Enumerable.Range(0, 8).Select(i => Body($"other-{i}"))];

        KeyedAnswer answer = await host.PostAsync("tasks/batch", _key, $"[{string.Join(',', bodies)}]");

        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Accepted, $"{answer.Status} {answer.Body}");
        ReceivedCallback[] callbacks = await ReceivedAsync(bodies.Length);
        Assert.Equal(bodies.Length, callbacks.Select(c => c.Id).Distinct().Count());
        Assert.All(callbacks, c => Assert.StartsWith("""{"type":"task.succeeded",""", c.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_task_that_is_cancelled_is_told()
    {
        JsonNode later = JsonNode.Parse(Body("hook"))!;
        later["notBefore"] = DateTimeOffset.UtcNow.AddHours(1).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        string id = await SubmitAsync(later.ToJsonString());
        await host.PostAsync($"tasks/{id}/cancel", _key, "{}");

        Assert.StartsWith("""{"type":"task.cancelled",""", (await ReceivedAsync(1))[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_callback_that_was_given_up_is_listed_and_redriven_by_its_tenant_alone()
    {
        _receiver.Next(410);
        string id = await SubmitAsync(Body("hook"));
        JsonObject failed = await UntilAsync(id, "failed");
        Assert.Equal(("gone", 410), ((string?)failed["callback"]!["lastError"], (int)failed["callback"]!["lastStatus"]!));

        string stranger = (await host.NewKeyAsync($"{_tenant}-other", AllRoles)).Key;
        Assert.Empty(Callbacks(await host.GetAsync("callbacks", stranger)));
        Assert.Empty(Callbacks(await host.GetAsync($"callbacks?tenant={_tenant}", stranger)));
        Assert.Equal("notFound", Outcome(await host.PostAsync("callbacks/redrive", stranger, $$"""{"ids":["{{id}}"]}""")));

        Assert.Equal(id, Assert.Single(Callbacks(await host.GetAsync("callbacks?status=failed&agent=classify-ticket", _key))).GetProperty("task").GetString());
        Assert.Equal("redriven", Outcome(await host.PostAsync("callbacks/redrive", _key, """{"filter":{},"dryRun":true}""")));
        Assert.Single(_receiver.Received);
        Assert.Equal("redriven", Outcome(await host.PostAsync("callbacks/redrive", _key, """{"filter":{"agent":"classify-ticket"}}""")));

        Assert.Single((await ReceivedAsync(2)).Select(c => c.Id).Distinct());
        await UntilAsync(id, "delivered");
        Assert.Empty(Callbacks(await host.GetAsync("callbacks", _key)));
        Assert.Single(Callbacks(await host.GetAsync("callbacks?status=delivered", _key)));
    }

    [Fact]
    public async Task The_reference_implementation_verifies_what_is_sent_before_and_after_a_rotation()
    {
        string secret = (await host.PostAsync("webhooks/secret", _key, "")).Body.GetProperty("secret").GetString()!;
        await using ReferenceReceiver receiver = await ReferenceReceiver.StartAsync(secret, TestContext.Current.CancellationToken);
        string first = await SubmitAsync(Body("hook", receiver.Address));
        await UntilAsync(first, "delivered");

        Assert.NotEqual(secret, (await host.PostAsync("webhooks/secret", _key, """{"overlap":"1h"}""")).Body.GetProperty("secret").GetString());
        string second = await SubmitAsync(Body("hook", receiver.Address));
        await UntilAsync(second, "delivered");

        // The receiver does not know the new one, and turns away what has no signature of the old one.
        await host.PostAsync("webhooks/secret", _key, """{"overlap":"0s"}""");
        string third = await SubmitAsync(Body("hook", receiver.Address));
        await Eventually.IsTrueAsync(() => receiver.ReceivedAsync(TestContext.Current.CancellationToken).Result.Length >= 3, "three callbacks", TestContext.Current.CancellationToken);

        JsonElement[] received = await receiver.ReceivedAsync(TestContext.Current.CancellationToken);
        Assert.Equal([(true, $"{first}-0"), (true, $"{second}-0"), (false, $"{third}-0")], received.Take(3).Select(r => (r.GetProperty("verified").GetBoolean(), r.GetProperty("id").GetString()!)));
        Assert.Equal(first, received[0].GetProperty("payload").GetProperty("data").GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_secret_is_shown_to_whoever_makes_it_and_never_again()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync("webhooks/secret", _key)).Status);

        KeyedAnswer made = await host.PostAsync("webhooks/secret", _key, """{"secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}""");
        KeyedAnswer rotated = await host.PostAsync("webhooks/secret", _key, """{"overlap":"2h"}""");
        KeyedAnswer shown = await host.GetAsync("webhooks/secret", _key);

        Assert.Equal((HttpStatusCode.Created, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), (made.Status, made.Body.GetProperty("secret").GetString()));
        Assert.DoesNotContain("whsec_", shown.Body.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(rotated.Body.GetProperty("created").GetString(), shown.Body.GetProperty("created").GetString());
        JsonElement previous = Assert.Single(shown.Body.GetProperty("previous").EnumerateArray());
        Assert.Equal(TimeSpan.FromHours(2), previous.GetProperty("until").GetDateTimeOffset() - shown.Body.GetProperty("created").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("""{"secret":"whsec_short"}""", "secret")]
    [InlineData("""{"secret":5}""", "secret")]
    [InlineData("""{"overlap":"31d"}""", "overlap")]
    [InlineData("""{"overlap":"soon"}""", "overlap")]
    [InlineData("""{"tenant":"other"}""", "tenant")]
    public async Task A_bad_rotation_is_refused_and_changes_nothing(string body, string field)
    {
        KeyedAnswer answer = await host.PostAsync("webhooks/secret", _key, body);

        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, Field(answer)));
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync("webhooks/secret", _key)).Status);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("\"\"")]
    [InlineData("{}")]
    [InlineData("\"hook\"")]
    [InlineData("\"ftp://receiver.example/\"")]
    [InlineData("\"https://user:pass@receiver.example/\"")]
    [InlineData("\"https://receiver.example/#part\"")]
    [InlineData("\"https://receiver.example:22/\"")]
    public async Task A_bad_callback_is_refused_by_name_and_nothing_is_stored(string callback)
    {
        KeyedAnswer answer = await host.PostAsync("tasks", _key, $$"""{"agent":"classify-ticket","input":{"text":"x"},"callback":{{callback}}}""");

        Assert.Equal((HttpStatusCode.BadRequest, "callback"), (answer.Status, Field(answer)));
        Assert.Empty((await host.GetAsync("tasks", _key)).Body.GetProperty("tasks").EnumerateArray());
    }

    [Theory]
    [InlineData("callbacks?status=open", "status")]
    [InlineData("callbacks?reason=x", "reason")]
    [InlineData("callbacks?after=x", "after")]
    [InlineData("callbacks?limit=0", "limit")]
    [InlineData("callbacks?from=yesterday", "from")]
    public async Task A_bad_filter_is_refused_by_name(string path, string field) => Assert.Equal(field, Field(await host.GetAsync(path, _key)));

    [Theory]
    [InlineData("{}", "ids")]
    [InlineData("""{"ids":["x"]}""", "ids[0]")]
    [InlineData("""{"filter":{"status":"failed"}}""", "filter.status")]
    [InlineData("""{"filter":{},"limit":0}""", "limit")]
    [InlineData("""{"filter":{},"patch":{}}""", "patch")]
    public async Task A_bad_redrive_is_refused_by_name(string body, string field) => Assert.Equal(field, Field(await host.PostAsync("callbacks/redrive", _key, body)));

    private static string? Field(KeyedAnswer answer) => answer.Body.GetProperty("errors")[0].GetProperty("field").GetString();

    private static JsonElement[] Callbacks(KeyedAnswer answer) => [.. answer.Body.GetProperty("callbacks").EnumerateArray()];

    private static string? Outcome(KeyedAnswer answer) => Assert.Single(answer.Body.GetProperty("items").EnumerateArray()).GetProperty("outcome").GetString();

    private string Body(string path, Uri? receiver = null) =>
        $$"""{"agent":"classify-ticket","input":{"text":"{{path}} {{_tenant}} {{receiver?.Port}}"},"callback":"{{new Uri(receiver ?? _receiver.Address, path)}}"}""";

    private async Task<string> SubmitAsync(string body)
    {
        KeyedAnswer answer = await host.PostAsync("tasks", _key, body);
        Assert.True(answer.Status is HttpStatusCode.Accepted or HttpStatusCode.OK, $"{answer.Status} {answer.Body}");
        return answer.Body.GetProperty("id").GetString()!;
    }

    private async Task<ReceivedCallback[]> ReceivedAsync(int count)
    {
        await Eventually.IsTrueAsync(() => _receiver.Received.Count >= count, $"{count} callbacks", TestContext.Current.CancellationToken);
        return [.. _receiver.Received];
    }

    private async Task<JsonObject> UntilAsync(string id, string status)
    {
        JsonObject task = [];
        await Eventually.IsTrueAsync(
            () =>
            {
                task = JsonNode.Parse(host.GetAsync($"tasks/{id}", _key).Result.Body.GetRawText())!.AsObject();
                return (string?)task["callback"]?["status"] == status;
            },
            $"the callback of {id} is {status}",
            TestContext.Current.CancellationToken);
        return task;
    }
}
