using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AgentFunctions.Tests.Wire;

namespace AgentFunctions.Tests.Events;

/// <summary>One stream for all tasks of a batch, over HTTP on the whole local host with its storage.</summary>
[Collection(StreamCollection.Name)]
public sealed class BatchStreamTests(HostFixture host) : IClassFixture<HostFixture>
{
    private static string Ticket => $$$"""{"agent":"classify-ticket","input":{"text":"I was charged twice, please refund payment {{{Guid.NewGuid()}}}."}}""";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_task_of_a_batch_is_told_and_at_last_the_batch()
    {
        JsonElement posted = await PostAsync(Ticket, """{"agent":"nobody","input":1}""", Ticket, Ticket);
        string[] ids = IdsOf(posted);

        List<WireEvent> events = await EventClient.ReadAllAsync(host.Client, $"batches/{BatchOf(posted)}/events");

        Assert.Equal(ids.Order(), events.Where(e => e.Name == "succeeded").Select(e => e.Text("task")).Order());
        Assert.Equal(("finished", 3), (events[^1].Name, events[^1].Data.GetProperty("total").GetInt32()));
        Assert.Equal(3, events[^1].Data.GetProperty("counts").GetProperty("succeeded").GetInt32());
        Assert.All(events, e => Assert.True(e.Name is "running" or "succeeded" or "finished", e.Name));
    }

    [Fact]
    public async Task A_batch_says_how_its_tasks_stand()
    {
        JsonElement posted = await PostAsync(Ticket[..^1] + $",\"notBefore\":\"{DateTimeOffset.UtcNow.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}\"}}", Ticket);
        string batch = BatchOf(posted);
        string[] ids = IdsOf(posted);
        await EventClient.ReadAllAsync(host.Client, $"tasks/{ids[1]}/events");

        JsonElement seen = await host.Client.GetFromJsonAsync<JsonElement>($"batches/{batch}", Cancelled);

        Assert.Equal((batch, 2, false), (seen.GetProperty("id").GetString(), seen.GetProperty("total").GetInt32(), seen.GetProperty("finished").GetBoolean()));
        Assert.Equal("""{"queued":1,"succeeded":1}""", seen.GetProperty("counts").GetRawText());
        Assert.Equal([$"{ids[0]} queued", $"{ids[1]} succeeded"], seen.GetProperty("tasks").EnumerateArray().Select(t => $"{t.GetProperty("id").GetString()} {t.GetProperty("status").GetString()}"));
        await EventClient.PostAsync(host.Client, $"tasks/{ids[0]}/cancel", "{}");
        Assert.True((await host.Client.GetFromJsonAsync<JsonElement>($"batches/{batch}", Cancelled)).GetProperty("finished").GetBoolean());
    }

    [Fact]
    public async Task A_stream_goes_on_after_its_last_event_and_tells_every_end_at_least_once()
    {
        JsonElement posted = await PostAsync([.. Enumerable.Repeat(0, 20).Select(_ => Ticket)]);
        List<WireEvent> first = await EventClient.ReadAsync(host.Client, $"batches/{BatchOf(posted)}/events", null, Cancelled)
            .TakeWhile(e => !e.IsEnd || e.Id is null).ToListAsync(Cancelled);

        List<WireEvent> rest = await EventClient.ReadAllAsync(host.Client, $"batches/{BatchOf(posted)}/events", first.LastOrDefault(e => e.Id is not null)?.Id);

        Assert.Equal(IdsOf(posted).Order(), first.Concat(rest).Where(e => e.Name == "succeeded").Select(e => e.Text("task")).Distinct().Order());
        Assert.Equal("finished", rest[^1].Name);
    }

    [Fact]
    public async Task The_same_request_again_is_the_same_batch_and_another_one_is_not()
    {
        string key = Guid.NewGuid().ToString();
        string[] items = [Ticket, Ticket];

        JsonElement first = await EventClient.PostAsync(host.Client, "tasks/batch", $"[{string.Join(',', items)}]", key);
        JsonElement again = await EventClient.PostAsync(host.Client, "tasks/batch", $"[{string.Join(',', items)}]", key);
        JsonElement other = await PostAsync(items);

        Assert.Equal((BatchOf(first), string.Join(' ', IdsOf(first))), (BatchOf(again), string.Join(' ', IdsOf(again))));
        Assert.NotEqual(BatchOf(first), BatchOf(other));
    }

    [Fact]
    public async Task A_batch_of_which_nothing_was_accepted_is_none()
    {
        JsonElement problem = await PostAsync("""{"agent":"nobody","input":1}""");

        Assert.False(problem.TryGetProperty("batch", out _));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("1-0")]
    [InlineData("32503680000000")]
    public async Task An_id_that_no_event_of_a_batch_can_have_is_refused(string lastId)
    {
        string batch = BatchOf(await PostAsync(Ticket));

        using HttpResponseMessage response = await EventClient.OpenAsync(host.Client, $"batches/{batch}/events", lastId, Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("Last-Event-ID", await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_tasks_are_followed_by_one_stream()
    {
        JsonElement posted = await PostAsync([.. Enumerable.Repeat(0, 1000).Select(_ => Ticket)]);

        List<WireEvent> events = await EventClient.ReadAllAsync(host.Client, $"batches/{BatchOf(posted)}/events");

        Assert.Equal(1000, events.Where(e => e.Name == "succeeded").Select(e => e.Text("task")).Distinct().Count());
        List<long> marks = [.. events.Where(e => e.Id is not null).Select(e => long.Parse(e.Id!, CultureInfo.InvariantCulture))];
        Assert.Equal(marks.Order(), marks);
    }

    private Task<JsonElement> PostAsync(params string[] items) => EventClient.PostAsync(host.Client, "tasks/batch", $"[{string.Join(',', items)}]");

    private static string BatchOf(JsonElement posted) => posted.GetProperty("batch").GetString()!;

    private static string[] IdsOf(JsonElement posted) =>
        [.. posted.GetProperty("items").EnumerateArray().Where(i => i.TryGetProperty("id", out _)).Select(i => i.GetProperty("id").GetString()!)];
}
