using System.Net;
using System.Text;
using System.Text.Json;
using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.Wire;

/// <summary>Feedback over HTTP, on a host in memory.</summary>
public sealed class FeedbackApiTests : IAsyncLifetime
{
    private LocalHostApp? _host;
    private HttpClient _client = new();

    public async ValueTask InitializeAsync()
    {
        LocalHostOptions options = new() { Port = 0, InMemory = true, MinWorkers = 1, MaxWorkers = 1 };
        _host = await LocalHostApp.StartAsync(options, null, logging => logging.ClearProviders(), TestContext.Current.CancellationToken);
        _client = new HttpClient { BaseAddress = new Uri(_host.Address! + "/") };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host!.DisposeAsync();
    }

    [Fact]
    public async Task Feedback_shows_on_the_task_and_a_client_that_has_the_task_without_it_gets_it_anew()
    {
        JsonElement task = await SubmitAsync();
        string id = task.GetProperty("id").GetString()!;
        using HttpResponseMessage before = await _client.GetAsync(new Uri($"tasks/{id}", UriKind.Relative), TestContext.Current.CancellationToken);

        (HttpStatusCode status, JsonElement rated) = await PostAsync($"tasks/{id}/feedback", """{"score":0.25,"note":"ü \"q\""}""");
        using HttpRequestMessage again = new(HttpMethod.Get, $"tasks/{id}") { Headers = { { "If-None-Match", before.Headers.ETag!.ToString() } } };
        using HttpResponseMessage after = await _client.SendAsync(again, TestContext.Current.CancellationToken);
        JsonElement seen = JsonElement.Parse(await after.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (status, after.StatusCode));
        Assert.All([rated, seen], t => Assert.Equal((0.25, "ü \"q\""), (t.GetProperty("feedback").GetProperty("score").GetDouble(), t.GetProperty("feedback").GetProperty("note").GetString())));
        Assert.False(task.TryGetProperty("feedback", out _));
        Assert.Equal(task.GetProperty("result").GetRawText(), seen.GetProperty("result").GetRawText());
        Assert.Equal(task.GetProperty("finishedAt").GetRawText(), seen.GetProperty("finishedAt").GetRawText());
    }

    [Fact]
    public async Task The_latest_feedback_counts()
    {
        string id = (await SubmitAsync()).GetProperty("id").GetString()!;
        await PostAsync($"tasks/{id}/feedback", """{"score":0,"note":"bad"}""");

        (_, JsonElement rated) = await PostAsync($"tasks/{id}/feedback", """{"score":1}""");

        Assert.Equal(1, rated.GetProperty("feedback").GetProperty("score").GetDouble());
        Assert.False(rated.GetProperty("feedback").TryGetProperty("note", out _));
    }

    [Theory]
    [InlineData("{}", "score")]
    [InlineData("""{"score":null}""", "score")]
    [InlineData("""{"score":1.01}""", "score")]
    [InlineData("""{"score":-0.01}""", "score")]
    [InlineData("""{"score":"1"}""", "score")]
    [InlineData("""{"score":1e999}""", "score")]
    [InlineData("""{"score":1,"note":5}""", "note")]
    [InlineData("""{"score":1,"note":""}""", "note")]
    [InlineData("""{"score":1,"stars":5}""", "stars")]
    [InlineData("[]", "")]
    public async Task Bad_feedback_is_refused_with_its_field_and_changes_nothing(string body, string field)
    {
        string id = (await SubmitAsync()).GetProperty("id").GetString()!;

        (HttpStatusCode status, JsonElement problem) = await PostAsync($"tasks/{id}/feedback", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(field, problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()));
        Assert.False(JsonElement.Parse(await _client.GetStringAsync(new Uri($"tasks/{id}", UriKind.Relative), TestContext.Current.CancellationToken)).TryGetProperty("feedback", out _));
    }

    [Fact]
    public async Task A_note_may_have_2000_characters()
    {
        string id = (await SubmitAsync()).GetProperty("id").GetString()!;

        Assert.Equal(HttpStatusCode.OK, (await PostAsync($"tasks/{id}/feedback", $$"""{"score":1,"note":"{{new string('ü', 2000)}}"}""")).Status);
        (HttpStatusCode status, JsonElement problem) = await PostAsync($"tasks/{id}/feedback", $$"""{"score":1,"note":"{{new string('ü', 2001)}}"}""");

        Assert.Equal((HttpStatusCode.BadRequest, "note has 2001 characters; allowed are 2000."), (status, problem.GetProperty("detail").GetString()));
    }

    [Theory]
    [InlineData("""{"score":""", HttpStatusCode.BadRequest)]
    [InlineData("""{"score":1,"score":0}""", HttpStatusCode.BadRequest)]
    [InlineData("large", HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_that_cannot_be_read_is_refused(string body, HttpStatusCode expected) => Assert.Equal(
        expected, (await PostAsync("tasks/01m85hfg4q4fxhsk0bpg5tbzmw/feedback", body == "large" ? $$"""{"note":"{{new string('x', 100_000)}}"}""" : body)).Status);

    [Theory]
    [InlineData("01m85hfg4q4fxhsk0bpg5tbzmw")]
    [InlineData("nothing")]
    public async Task Feedback_on_no_task_is_404(string id) => Assert.Equal(HttpStatusCode.NotFound, (await PostAsync($"tasks/{id}/feedback", """{"score":1}""")).Status);

    [Fact]
    public async Task A_task_that_has_not_succeeded_takes_no_feedback_and_the_refusal_says_where_it_stands()
    {
        (_, JsonElement queued) = await PostAsync("tasks", """{"agent":"classify-ticket","input":{"text":"x"},"notBefore":"2099-01-01T00:00:00Z"}""");
        string id = queued.GetProperty("id").GetString()!;

        (HttpStatusCode open, JsonElement problem) = await PostAsync($"tasks/{id}/feedback", """{"score":1}""");
        await PostAsync($"tasks/{id}/cancel", string.Empty);
        (HttpStatusCode cancelled, JsonElement other) = await PostAsync($"tasks/{id}/feedback", """{"score":1}""");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (open, cancelled));
        Assert.Equal($"Task '{id}' is queued; feedback is for tasks that are succeeded.", problem.GetProperty("detail").GetString());
        Assert.Contains("is cancelled", other.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task<JsonElement> SubmitAsync()
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "tasks")
        {
            Content = Json("""{"agent":"classify-ticket","input":{"text":"I was charged twice."},"cache":{"use":false}}"""),
            Headers = { { "Prefer", "wait=20" } },
        };
        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        JsonElement task = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("succeeded", task.GetProperty("status").GetString());
        return task;
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, string body)
    {
        using StringContent content = Json(body);
        using HttpResponseMessage response = await _client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
