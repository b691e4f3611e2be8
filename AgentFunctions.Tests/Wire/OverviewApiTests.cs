using System.Net;
using System.Text.Json;
using AgentFunctions.Tests.Events;

namespace AgentFunctions.Tests.Wire;

/// <summary>The overview over HTTP, on the whole local host with its storage.</summary>
[Collection(StreamCollection.Name)]
public sealed class OverviewApiTests(HostFixture host) : IClassFixture<HostFixture>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Today_and_its_hours_agree_with_the_ledger_and_the_lanes_with_the_backlog()
    {
        for (int i = 0; i < 3; i++)
        {
            string id = await EventClient.SubmitAsync(host.Client, Ticket());
            await EventClient.ReadAllAsync(host.Client, $"tasks/{id}/events");
        }

        await EventClient.SubmitAsync(host.Client, Ticket(",\"notBefore\":\"2100-01-01T00:00:00Z\""));
        JsonElement overview = await GetAsync("overview");
        JsonElement costs = (await GetAsync($"costs?by=hour&from={overview.GetProperty("today").GetProperty("from").GetString()}")).GetProperty("totals");
        JsonElement backlog = await GetAsync("backlog");

        JsonElement today = overview.GetProperty("today");
        Assert.True(TasksOf(overview) >= 3, overview.ToString());
        Assert.Equal(1, today.GetProperty("successRate").GetDouble());
        foreach (string figure in new[] { "tasks", "succeeded", "calls", "cost", "savedByCache", "savedByCoalescing", "savedByRouting", "savedByBatching", "cacheHits", "coalesced", "batched" })
        {
            Assert.Equal((figure, costs.GetProperty(figure).GetRawText()), (figure, today.GetProperty(figure).GetRawText()));
        }

        Assert.Equal(backlog.GetProperty("lanes").GetArrayLength(), overview.GetProperty("lanes").GetArrayLength());
        Assert.Equal(
            backlog.GetProperty("lanes").EnumerateArray().Select(l => (l.GetProperty("lane").GetString(), l.GetProperty("depth").GetInt64(), l.GetProperty("scheduled").GetInt64())),
            overview.GetProperty("lanes").EnumerateArray().Select(l => (l.GetProperty("lane").GetString(), l.GetProperty("depth").GetInt64(), l.GetProperty("scheduled").GetInt64())));
        Assert.Equal("""{"depth":0,"scheduled":0,"deadLettered":0}""", backlog.GetProperty("webhooks").GetRawText());
        Assert.Equal(backlog.GetProperty("webhooks").GetRawText(), overview.GetProperty("webhooks").GetRawText());
    }

    [Fact]
    public async Task There_are_25_hours_one_after_the_other_and_the_last_is_the_running_one()
    {
        JsonElement overview = await GetAsync("overview");

        DateTimeOffset[] hours = [.. overview.GetProperty("hours").EnumerateArray().Select(h => h.GetProperty("hour").GetDateTimeOffset())];
        DateTimeOffset at = overview.GetProperty("at").GetDateTimeOffset();
        Assert.Equal(25, hours.Length);
        Assert.All(hours.Zip(hours.Skip(1)), pair => Assert.Equal(TimeSpan.FromHours(1), pair.Second - pair.First));
        Assert.InRange(at - hours[^1], TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_task_that_another_instance_takes_in_shows_in_the_stream()
    {
        using HttpClient other = await host.StartAnotherAsync();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        await using IAsyncEnumerator<WireEvent> stream = EventClient.ReadAsync(other, "overview/events", null, limit.Token).GetAsyncEnumerator(limit.Token);
        Assert.True(await stream.MoveNextAsync());
        Assert.Equal(("overview", null), (stream.Current.Name, stream.Current.Id));
        long before = TasksOf(stream.Current.Data);

        string id = await EventClient.SubmitAsync(host.Client, Ticket());
        await EventClient.ReadAllAsync(host.Client, $"tasks/{id}/events");

        while (TasksOf(stream.Current.Data) <= before)
        {
            string shown = Figures(stream.Current.Data);
            Assert.True(await stream.MoveNextAsync());
            Assert.NotEqual(shown, Figures(stream.Current.Data));
        }
    }

    [Fact]
    public async Task The_stream_is_sent_as_the_others_are_and_refuses_what_they_refuse()
    {
        using HttpResponseMessage open = await EventClient.OpenAsync(host.Client, "overview/events", null, Cancelled);
        using StreamReader body = new(await open.Content.ReadAsStreamAsync(Cancelled));
        string[] lines = [(await body.ReadLineAsync(Cancelled))!, (await body.ReadLineAsync(Cancelled))!, (await body.ReadLineAsync(Cancelled))!];
        using HttpResponseMessage json = await EventClient.OpenAsync(host.Client, "overview/events", null, Cancelled, "application/json");
        using HttpResponseMessage resumed = await EventClient.OpenAsync(host.Client, "overview/events", "1-0", Cancelled);

        Assert.Equal(("text/event-stream", "no-cache"), (open.Content.Headers.ContentType!.ToString(), open.Headers.CacheControl!.ToString()));
        Assert.Equal("event: overview", lines[0]);
        Assert.StartsWith("data: {\"at\":", lines[1], StringComparison.Ordinal);
        Assert.Equal("retry: 1000", lines[2]);
        Assert.Equal(HttpStatusCode.NotAcceptable, json.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, resumed.StatusCode);
        Assert.Contains("Last-Event-ID", await resumed.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    private static string Ticket(string more = "") => $$$"""{"agent":"classify-ticket","input":{"text":"Refund payment {{{Guid.NewGuid()}}}."}{{{more}}}}""";

    private static long TasksOf(JsonElement overview) => overview.GetProperty("hours").EnumerateArray().Sum(h => h.GetProperty("tasks").GetInt64());

    private static string Figures(JsonElement overview) => string.Join(',', overview.EnumerateObject().Where(p => p.Name != "at").Select(p => p.Value.GetRawText()));

    private async Task<JsonElement> GetAsync(string path) => JsonElement.Parse(await host.Client.GetStringAsync(new Uri(path, UriKind.Relative), Cancelled));
}
