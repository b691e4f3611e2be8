using System.Net;
using System.Text;
using System.Text.Json;
using AgentFunctions.Intake;

namespace AgentFunctions.Tests.Wire;

/// <summary>The whole path over HTTP: intake, queue, worker, agent, model, storage and back.</summary>
public sealed class ApiTests(HostFixture host) : IClassFixture<HostFixture>
{
    // Another one each time, or it would be answered from the cache.
    private static string Ticket => $$$"""{"agent":"classify-ticket","input":{"text":"I was charged twice, please refund payment {{{Guid.NewGuid()}}}."}}""";

    [Fact]
    public async Task A_task_with_wait_is_answered_in_the_same_call()
    {
        using HttpRequestMessage request = Post("tasks", Ticket);
        request.Headers.Add("Prefer", "wait=20");
        using HttpResponseMessage response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        JsonElement task = await JsonOf(response);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(("succeeded", "offline"), (task.GetProperty("status").GetString(), task.GetProperty("model").GetString()));
        Assert.Equal("billing", task.GetProperty("result").GetProperty("category").GetString());
    }

    [Fact]
    public async Task A_task_without_wait_is_accepted_and_its_result_fetched_later()
    {
        using HttpResponseMessage accepted = await host.Client.SendAsync(Post("tasks", Ticket), TestContext.Current.CancellationToken);
        string id = (await JsonOf(accepted)).GetProperty("id").GetString()!;

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal($"/api/tasks/{id}", accepted.Headers.Location!.ToString());
        Assert.NotNull(accepted.Headers.RetryAfter);
        await UntilAsync(id, "succeeded");
        using HttpResponseMessage result = await GetAsync($"tasks/{id}/result");
        Assert.True((await JsonOf(result)).TryGetProperty("category", out _));

        using HttpResponseMessage whole = await GetAsync($"tasks/{id}");
        using HttpRequestMessage again = new(HttpMethod.Get, $"tasks/{id}") { Headers = { { "If-None-Match", whole.Headers.ETag!.ToString() } } };
        Assert.Equal(HttpStatusCode.NotModified, (await host.Client.SendAsync(again, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("""{"agent":"nobody","input":{}}""", 404, "agent")]
    [InlineData("""{"agent":"classify-ticket"}""", 400, "input")]
    [InlineData("""{"agent":"classify-ticket","input":{}}""", 400, "input.text")]
    [InlineData("""{"input":{"text":"x"}}""", 400, "agent")]
    [InlineData("""{"agent":"classify-ticket","input":{"text":"x"},"callback":"http://x"}""", 400, "callback")]
    [InlineData("""{"agent":"classify-ticket","input":{"text":"x"},"lane":"fast"}""", 400, "lane")]
    [InlineData("""{"agent":"classify-ticket","input":{"text":"x"},"lane":1}""", 400, "lane")]
    [InlineData("""{"agent":"classify-ticket","input":{"text":"x"},"quality":1.01}""", 400, "quality")]
    [InlineData("""{"agent":"classify-ticket","input":{"text":"x"},"maxCost":-1}""", 400, "maxCost")]
    [InlineData("""{"agent":"classify-ticket","input":{"text":"x"},"deadline":"tomorrow"}""", 400, "deadline")]
    [InlineData("""{"agent":"classify-ticket","input":{"text":"x"},"deadline":"2020-01-01T00:00:00Z"}""", 400, "deadline")]
    [InlineData("""{"agent":"classify-ticket","input":{"text":"x"},"cache":{"maxAge":"long"}}""", 400, "cache.maxAge")]
    [InlineData("""{"agent":"classify-ticket","input":{"text":"x"},"metadata":{"a":1}}""", 400, "metadata.a")]
    [InlineData("""{"agent":"classify-ticket","input":{"text":"x"},"stream":"yes"}""", 400, "stream")]
    [InlineData("[]", 400, "")]
    public async Task A_bad_task_is_refused_with_its_field_and_nothing_is_stored(string body, int status, string field)
    {
        string before = await NewestAsync();
        using HttpResponseMessage response = await host.Client.SendAsync(Post("tasks", body), TestContext.Current.CancellationToken);
        JsonElement problem = await JsonOf(response);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(field, problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()));
        Assert.Equal(before, await NewestAsync());
    }

    [Fact]
    public async Task Broken_json_is_refused_with_line_and_column()
    {
        using HttpResponseMessage response = await host.Client.SendAsync(Post("tasks", "{\n  \"agent\": oops }"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("Line 2, column 12", (await JsonOf(response)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"agent":"classify-ticket","input":{"text":"\ud800"}}""")]
    [InlineData("""{"agent":"classify-ticket","input":{"text":"x"},"metadata":{"\udc00":"x"}}""")]
    [InlineData("""{"agent":"\ud800","input":{}}""")]
    public async Task Half_a_surrogate_pair_is_refused(string body)
    {
        using HttpResponseMessage response = await host.Client.SendAsync(Post("tasks", body), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task An_unknown_agent_is_told_the_known_ones()
    {
        using HttpResponseMessage response = await host.Client.SendAsync(Post("tasks", """{"agent":"x","input":{}}"""), TestContext.Current.CancellationToken);

        Assert.Contains("answer-from-notes, classify-ticket, draft-reply", (await JsonOf(response)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_large_bodies_and_batches_are_refused()
    {
        string large = $$$"""{"agent":"classify-ticket","input":{"text":"{{{new string('x', IntakeLimits.TaskBytes)}}}"}}""";
        using HttpResponseMessage body = await host.Client.SendAsync(Post("tasks", large), TestContext.Current.CancellationToken);
        using HttpResponseMessage batch = await host.Client.SendAsync(
            Post("tasks/batch", $"[{string.Join(',', Enumerable.Repeat(Ticket, IntakeLimits.BatchItems + 1))}]"), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge), (body.StatusCode, batch.StatusCode));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-ndjson")]
    public async Task One_bad_item_does_not_spoil_a_batch(string type)
    {
        string[] items = [Ticket, """{"agent":"nobody","input":1}""", Ticket];
        using HttpRequestMessage request = Post("tasks/batch", type == "application/json" ? $"[{string.Join(',', items)}]" : string.Join('\n', items), type);
        using HttpResponseMessage response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        JsonElement batch = await JsonOf(response);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal([202, 404, 202], batch.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("status").GetInt32()));
        await UntilAsync(batch.GetProperty("items")[2].GetProperty("id").GetString()!, "succeeded");
    }

    [Fact]
    public async Task A_task_that_waits_can_be_cancelled_twice_and_its_result_is_gone()
    {
        string body = Ticket[..^1] + $",\"notBefore\":\"{DateTimeOffset.UtcNow.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}\"}}";
        using HttpResponseMessage accepted = await host.Client.SendAsync(Post("tasks", body), TestContext.Current.CancellationToken);
        string id = (await JsonOf(accepted)).GetProperty("id").GetString()!;

        Assert.Equal(HttpStatusCode.Accepted, (await GetAsync($"tasks/{id}/result")).StatusCode);
        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage cancelled = await host.Client.SendAsync(Post($"tasks/{id}/cancel", string.Empty), TestContext.Current.CancellationToken);
            Assert.Equal("cancelled", (await JsonOf(cancelled)).GetProperty("status").GetString());
        }

        Assert.Equal(HttpStatusCode.Gone, (await GetAsync($"tasks/{id}/result")).StatusCode);
    }

    [Theory]
    [InlineData("tasks/nothing", 404)]
    [InlineData("tasks/01m85hfg4q4fxhsk0bpg5tbzmw/result", 404)]
    [InlineData("tasks?status=odd", 400)]
    [InlineData("tasks?from=yesterday", 400)]
    [InlineData("tasks?limit=0", 400)]
    [InlineData("tasks?after=zz", 400)]
    [InlineData("tasks?colour=red", 400)]
    public async Task Bad_questions_get_their_own_answer(string path, int status) => Assert.Equal(status, (int)(await GetAsync(path)).StatusCode);

    [Fact]
    public async Task Health_and_backlog_name_their_parts()
    {
        using HttpResponseMessage health = await GetAsync("health");
        using HttpResponseMessage backlog = await GetAsync("backlog");

        Assert.Equal(["tasks", "payloads", "queues", "model", "workers"], (await JsonOf(health)).GetProperty("parts").EnumerateObject().Select(p => p.Name));
        JsonElement seen = await JsonOf(backlog);
        Assert.Equal(["interactive", "standard", "economy"], seen.GetProperty("lanes").EnumerateArray().Select(l => l.GetProperty("lane").GetString()));
        Assert.InRange(seen.GetProperty("workers").GetProperty("workers").GetInt32(), 2, 8);
    }

    [Fact]
    public async Task A_restarted_host_serves_old_tasks_and_finishes_open_ones()
    {
        using HttpResponseMessage first = await host.Client.SendAsync(Post("tasks", Ticket), TestContext.Current.CancellationToken);
        string done = (await JsonOf(first)).GetProperty("id").GetString()!;
        await UntilAsync(done, "succeeded");
        string later = Ticket[..^1] + $",\"notBefore\":\"{DateTimeOffset.UtcNow.AddSeconds(3):yyyy-MM-ddTHH:mm:ssZ}\"}}";
        using HttpResponseMessage second = await host.Client.SendAsync(Post("tasks", later), TestContext.Current.CancellationToken);
        string open = (await JsonOf(second)).GetProperty("id").GetString()!;

        await host.StopAsync();
        await host.StartAsync(maxWorkers: 8);

        await UntilAsync(done, "succeeded");
        await UntilAsync(open, "succeeded");
    }

    private static HttpRequestMessage Post(string path, string body, string type = "application/json") =>
        new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, type) };

    private static async Task<JsonElement> JsonOf(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    private Task<HttpResponseMessage> GetAsync(string path) => host.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    private async Task<string> NewestAsync() => (await JsonOf(await GetAsync("tasks?limit=1000"))).GetProperty("tasks").GetArrayLength().ToString(System.Globalization.CultureInfo.InvariantCulture);

    private async Task UntilAsync(string id, string status)
    {
        string? seen = null;
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(50));
        for (int look = 0; look < 600 && seen != status; look++)
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            seen = (await JsonOf(await GetAsync($"tasks/{id}"))).GetProperty("status").GetString();
        }

        Assert.Equal(status, seen);
    }
}
