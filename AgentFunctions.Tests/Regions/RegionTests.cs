using System.Net;
using System.Text.Json;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Events;
using static AgentFunctions.Tests.Regions.RegionAnswer;

namespace AgentFunctions.Tests.Regions;

/// <summary>Two regions that are up.</summary>
[Collection(StreamCollection.Name)]
public sealed class RegionTests(TwoRegions regions) : IClassFixture<TwoRegions>
{
    [Fact]
    public async Task A_task_is_named_after_its_region_and_any_region_answers_for_it()
    {
        RegionAnswer posted = await PostAsync(regions.South, "tasks", SampleBody.New(), wait: true);
        RegionAnswer seen = await GetAsync(regions.North, $"tasks/{posted.Id}");
        RegionAnswer result = await GetAsync(regions.North, $"tasks/{posted.Id}/result");
        RegionAnswer again = await GetAsync(regions.North, $"tasks/{posted.Id}", seen.Message.Headers.ETag!.ToString());

        Assert.Equal((1, "south"), (TaskId.Parse(posted.Id).Region, posted.Region));
        Assert.Equal((HttpStatusCode.OK, "south"), (seen.Status, seen.Region));
        Assert.Equal(posted.Body.GetProperty("result").ToString(), seen.Body.GetProperty("result").ToString());
        Assert.Equal(posted.Body.GetProperty("result").ToString(), result.Body.ToString());
        Assert.Equal(HttpStatusCode.NotModified, again.Status);
    }

    [Fact]
    public async Task Cancelling_and_feedback_reach_the_task_s_region()
    {
        RegionAnswer open = await PostAsync(regions.South, "tasks", SampleBody.New(later: true));
        RegionAnswer done = await PostAsync(regions.South, "tasks", SampleBody.New(), wait: true);

        RegionAnswer cancelled = await PostAsync(regions.North, $"tasks/{open.Id}/cancel", "{}");
        RegionAnswer praised = await PostAsync(regions.North, $"tasks/{done.Id}/feedback", """{"score":1}""");

        Assert.Equal((HttpStatusCode.OK, "south"), (cancelled.Status, cancelled.Region));
        Assert.Equal("cancelled", (await GetAsync(regions.South, $"tasks/{open.Id}")).Body.GetProperty("status").GetString());
        Assert.Equal((HttpStatusCode.OK, "south"), (praised.Status, praised.Region));
    }

    [Fact]
    public async Task One_key_makes_one_task_wherever_it_is_posted()
    {
        string key = Guid.NewGuid().ToString();
        string body = SampleBody.New();

        RegionAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => PostAsync(i % 2 == 0 ? regions.North : regions.South, "tasks", body, key)));

        Assert.Single(answers.Select(a => a.Id).Distinct());
        Assert.Single(answers.Select(a => a.Region).Distinct());
    }

    [Fact]
    public async Task One_key_makes_one_batch_wherever_it_is_posted()
    {
        string key = Guid.NewGuid().ToString();
        string body = $"[{SampleBody.New()},{SampleBody.New()}]";

        RegionAnswer first = await PostAsync(regions.North, "tasks/batch", body, key);
        RegionAnswer second = await PostAsync(regions.South, "tasks/batch", body, key);

        Assert.Equal(IdsOf(first), IdsOf(second));
    }

    [Fact]
    public async Task A_task_without_a_key_is_taken_where_it_is_posted()
    {
        RegionAnswer north = await PostAsync(regions.North, "tasks", SampleBody.New());
        RegionAnswer south = await PostAsync(regions.South, "tasks", SampleBody.New());

        Assert.Equal((0, 1), (TaskId.Parse(north.Id).Region, TaskId.Parse(south.Id).Region));
    }

    [Theory]
    [InlineData("tasks")]
    [InlineData("backlog")]
    [InlineData("costs")]
    [InlineData("costs/top")]
    [InlineData("dead-letters")]
    [InlineData("budgets")]
    [InlineData("overview")]
    [InlineData("agents")]
    [InlineData("agents/classify-ticket")]
    public async Task What_concerns_a_region_is_asked_of_the_one_that_is_named(string path)
    {
        Assert.Equal("north", (await GetAsync(regions.North, path)).Region);
        Assert.Equal("north", (await GetAsync(regions.North, $"{path}?region=north")).Region);

        RegionAnswer south = await GetAsync(regions.North, $"{path}?region=south");

        Assert.Equal((HttpStatusCode.OK, "south"), (south.Status, south.Region));
    }

    [Fact]
    public async Task The_list_of_a_region_has_the_tasks_of_that_region()
    {
        RegionAnswer task = await PostAsync(regions.South, "tasks", SampleBody.New());

        Assert.Contains(task.Id, (await GetAsync(regions.North, "tasks?region=south")).Body.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(task.Id, (await GetAsync(regions.North, "tasks")).Body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pages_of_a_region_follow_each_other_through_any_region_and_into_no_other_one()
    {
        await Task.WhenAll(Enumerable.Range(0, 2).SelectMany(_ => new[] { regions.North, regions.South }).Select(region => PostAsync(region, "tasks", SampleBody.New())));
        string next = (await GetAsync(regions.North, "tasks?region=south&limit=1")).Body.GetProperty("next").GetString()!;

        RegionAnswer through = await GetAsync(regions.North, $"tasks?region=south&limit=1&after={next}");
        RegionAnswer there = await GetAsync(regions.South, $"tasks?limit=1&after={next}");
        RegionAnswer elsewhere = await GetAsync(regions.North, $"tasks?limit=1&after={next}");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.BadRequest), (through.Status, there.Status, elsewhere.Status));
        Assert.Equal(through.Body.GetProperty("tasks").ToString(), there.Body.GetProperty("tasks").ToString());
        Assert.Contains("is the token of another list", elsewhere.Body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_and_a_batch_of_another_region_are_followed_through_this_one()
    {
        RegionAnswer task = await PostAsync(regions.South, "tasks", SampleBody.New());
        RegionAnswer batch = await PostAsync(regions.South, "tasks/batch", $"[{SampleBody.New()},{SampleBody.New()}]");
        string batchId = batch.Body.GetProperty("batch").GetString()!;

        List<WireEvent> ofTask = await EventClient.ReadAllAsync(regions.North.Client, $"tasks/{task.Id}/events");
        List<WireEvent> resumed = await EventClient.ReadAllAsync(regions.North.Client, $"tasks/{task.Id}/events", ofTask[0].Id);
        List<WireEvent> ofBatch = await EventClient.ReadAllAsync(regions.North.Client, $"batches/{batchId}/events");

        Assert.Equal((1, "succeeded"), (TaskId.Parse(batchId).Region, ofTask[^1].Name));
        Assert.DoesNotContain(resumed, e => e.Name == "queued" && e.Id is not null);
        Assert.Equal(["succeeded", "succeeded", "finished"], ofBatch.Where(e => e.IsEnd).Select(e => e.Name));
    }

    [Fact]
    public async Task The_overview_of_another_region_is_followed_through_this_one()
    {
        RegionAnswer task = await PostAsync(regions.South, "tasks", SampleBody.New(), wait: true);
        JsonElement there = (await GetAsync(regions.South, "overview")).Body;

        WireEvent first = await EventClient.ReadAsync(regions.North.Client, "overview/events?region=south", null, TestContext.Current.CancellationToken)
            .FirstAsync(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "overview"), (task.Status, first.Name));
        Assert.True(Tasks(first.Data) >= Tasks(there) && Tasks(there) > 0, first.Data.ToString());
    }

    [Fact]
    public async Task An_unknown_region_is_refused_with_those_there_are()
    {
        RegionAnswer answer = await GetAsync(regions.North, "costs?region=mars");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("allowed are north, south", answer.Body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_of_a_region_that_is_not_in_the_list_is_unknown()
    {
        string id = new TaskIdSource(TimeProvider.System, region: 7).Next().ToString();

        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(regions.North, $"tasks/{id}")).Status);
    }

    [Fact]
    public async Task A_refusal_of_the_other_region_comes_through_as_it_is()
    {
        string unknown = new TaskIdSource(TimeProvider.System, region: 1).Next().ToString();
        RegionAnswer missing = await GetAsync(regions.North, $"tasks/{unknown}");
        RegionAnswer bad = await PostAsync(regions.North, "tasks", """{"agent":"nobody","input":1}""", regions.NewKeyOf(regions.South));

        Assert.Equal((HttpStatusCode.NotFound, "south", "urn:agentfn:problem:no-such-task"), (missing.Status, missing.Region, missing.Problem));
        Assert.Equal((HttpStatusCode.NotFound, "south", "urn:agentfn:problem:unknown-agent"), (bad.Status, bad.Region, bad.Problem));
    }

    private static long Tasks(JsonElement overview) => overview.GetProperty("hours").EnumerateArray().Sum(h => h.GetProperty("tasks").GetInt64());

    private static string[] IdsOf(RegionAnswer batch) =>
        [.. batch.Body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
}
