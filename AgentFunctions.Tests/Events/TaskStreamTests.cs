using System.Net;
using System.Text.Json;
using AgentFunctions.Events;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Wire;

namespace AgentFunctions.Tests.Events;

/// <summary>Event streams of single tasks over HTTP, on the whole local host with its storage.</summary>
[Collection(StreamCollection.Name)]
public sealed class TaskStreamTests(HostFixture host) : IClassFixture<HostFixture>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static string Reply(string more = "\"stream\":true") =>
        $$$"""{"agent":"draft-reply","input":{"message":"My name is Ann. Order {{{Guid.NewGuid()}}} has not arrived, where is it? I want my money back soon.","tone":""},{{{more}}}}""";

    private static string Later(int seconds) => $"\"notBefore\":\"{DateTimeOffset.UtcNow.AddSeconds(seconds):yyyy-MM-ddTHH:mm:ssZ}\"";

    [Fact]
    public async Task The_whole_life_of_a_task_is_told_and_its_answer_while_it_is_written()
    {
        string id = await EventClient.SubmitAsync(host.Client, Reply());

        List<WireEvent> events = await EventClient.ReadAllAsync(host.Client, $"tasks/{id}/events");

        Assert.Equal(["queued", "running", "delta", "succeeded"], events.Select(e => e.Name).Distinct());
        Assert.True(events.Count(e => e.Name == "delta") > 1, "more than one piece");
        JsonElement end = events[^1].Data;
        string written = string.Concat(events.Where(e => e.Name == "delta").Select(e => e.Text("text")));
        Assert.True(JsonElement.DeepEquals(end.GetProperty("result"), JsonElement.Parse(written)), $"{end.GetProperty("result")} is not {written}");
        Assert.Equal(await host.Client.GetStringAsync(new Uri($"tasks/{id}", UriKind.Relative), Cancelled), end.GetRawText());
        List<LifeEventId> ids = [.. events.Where(e => e.Id is not null).Select(e => LifeEventId.TryParse(e.Id, out LifeEventId place) ? place : default)];
        Assert.Equal(ids.Distinct().Order(), ids);
    }

    [Fact]
    public async Task A_task_that_does_not_ask_has_no_pieces_and_one_from_the_cache_says_whose_answer_it_got()
    {
        string body = Reply("\"cache\":{\"use\":true}");
        string first = await EventClient.SubmitAsync(host.Client, body);
        Assert.Equal(["queued", "running", "succeeded"], (await EventClient.ReadAllAsync(host.Client, $"tasks/{first}/events")).Select(e => e.Name).Distinct());

        string second = await EventClient.SubmitAsync(host.Client, body);
        List<WireEvent> events = await EventClient.ReadAllAsync(host.Client, $"tasks/{second}/events");

        Assert.Equal(["queued", "succeeded"], events.Select(e => e.Name));
        Assert.Equal(first, events[^1].Data.GetProperty("answeredBy").GetProperty("task").GetString());
    }

    [Fact]
    public async Task The_headers_keep_caches_and_buffers_out_and_the_first_event_says_when_to_come_back()
    {
        string id = await EventClient.SubmitAsync(host.Client, Reply());
        using HttpResponseMessage response = await EventClient.OpenAsync(host.Client, $"tasks/{id}/events", null, Cancelled);
        string text = await response.Content.ReadAsStringAsync(Cancelled);

        Assert.Equal(("text/event-stream", "no-cache", "no"), (
            response.Content.Headers.ContentType!.ToString(), response.Headers.CacheControl!.ToString(), response.Headers.GetValues("X-Accel-Buffering").Single()));
        Assert.StartsWith("event: queued\ndata: {", text, StringComparison.Ordinal);
        Assert.Single(text.Split('\n'), "retry: 1000");
        Assert.EndsWith("\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_comes_back_to_a_restarted_host_gets_what_it_has_missed_and_nothing_twice()
    {
        string id = await EventClient.SubmitAsync(host.Client, Reply());
        List<WireEvent> all = await EventClient.ReadAllAsync(host.Client, $"tasks/{id}/events");
        await host.StopAsync();
        await host.StartAsync(maxWorkers: 8);

        foreach (WireEvent last in all.Where(e => e.Id is not null))
        {
            List<WireEvent> rest = await EventClient.ReadAllAsync(host.Client, $"tasks/{id}/events", last.Id);
            Assert.Equal(
                all.SkipWhile(e => e != last).Skip(1).Where(e => e.Id is not null).Select(e => (e.Id, e.Name, e.Data.ToString())),
                rest.Select(e => (e.Id, e.Name, e.Data.ToString())));
        }
    }

    [Fact]
    public async Task Another_instance_tells_the_same_while_the_task_runs_here()
    {
        using HttpClient other = await host.StartAnotherAsync();
        string id = await EventClient.SubmitAsync(host.Client, Reply());

        List<WireEvent>[] told = await Task.WhenAll(EventClient.ReadAllAsync(host.Client, $"tasks/{id}/events"), EventClient.ReadAllAsync(other, $"tasks/{id}/events"));

        Assert.Contains(told[1], e => e.Name == "delta");
        Assert.Equal(told[0].Where(e => e.Id is not null).Select(e => (e.Id, e.Name, e.Text("text"))), told[1].Where(e => e.Id is not null).Select(e => (e.Id, e.Name, e.Text("text"))));
    }

    [Fact]
    public async Task A_cancelled_task_says_so_and_the_stream_ends()
    {
        string id = await EventClient.SubmitAsync(host.Client, Reply(Later(3600)));
        List<WireEvent> events = [];
        await foreach (WireEvent happened in EventClient.ReadAsync(host.Client, $"tasks/{id}/events", null, Cancelled))
        {
            events.Add(happened);
            if (events.Count == 1)
            {
                await EventClient.PostAsync(host.Client, $"tasks/{id}/cancel", "{}");
            }
        }

        Assert.Equal(["queued", "cancelled"], events.Select(e => e.Name));
        Assert.Equal("cancelled", events[^1].Text("status"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("7-0")]
    [InlineData("1-d3")]
    [InlineData("0-101")]
    [InlineData("<script>")]
    public async Task An_id_of_no_event_of_the_task_is_refused_with_the_header_s_name(string lastId)
    {
        string id = await EventClient.SubmitAsync(host.Client, Reply(Later(3600)));

        using HttpResponseMessage response = await EventClient.OpenAsync(host.Client, $"tasks/{id}/events", lastId, Cancelled);
        JsonElement problem = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled));

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        JsonElement error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal("Last-Event-ID", error.GetProperty("field").GetString());
        Assert.Contains(LifeEventId.Allowed, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json", false)]
    [InlineData("text/event-stream;q=0, */*", false)]
    [InlineData("text/*;q=0", false)]
    [InlineData("*/*", true)]
    [InlineData("text/*", true)]
    [InlineData("application/json, text/event-stream;q=0.1", true)]
    [InlineData(null, true)]
    public async Task Who_accepts_no_events_gets_none(string? accept, bool isAnswered)
    {
        string id = await EventClient.SubmitAsync(host.Client, Reply(Later(3600)));

        using HttpResponseMessage response = await EventClient.OpenAsync(host.Client, $"tasks/{id}/events", null, Cancelled, accept);

        Assert.Equal(isAnswered ? HttpStatusCode.OK : HttpStatusCode.NotAcceptable, response.StatusCode);
    }

    [Theory]
    [InlineData("tasks/nothing/events")]
    [InlineData("tasks/01m85hfg4q4fxhsk0bpg5tbzmw/events")]
    [InlineData("batches/01m85hfg4q4fxhsk0bpg5tbzmw/events")]
    [InlineData("batches/nothing")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        using HttpResponseMessage response = await EventClient.OpenAsync(host.Client, path, "nonsense", Cancelled, "text/event-stream, */*");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
