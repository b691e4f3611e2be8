using System.Net;
using AgentFunctions.Tasks;
using static AgentFunctions.Tests.Regions.RegionAnswer;

namespace AgentFunctions.Tests.Regions;

/// <summary>South does not answer; its storage does.</summary>
public sealed class RegionAwayTests(TwoRegions regions) : IClassFixture<TwoRegions>
{
    private const string Away = "south; away";

    [Fact]
    public async Task Its_tasks_are_read_from_its_storage_and_cannot_be_changed()
    {
        await regions.StartAsync(regions.South);
        RegionAnswer done = await PostAsync(regions.South, "tasks", SampleBody.New(), wait: true);
        RegionAnswer open = await PostAsync(regions.South, "tasks", SampleBody.New(later: true));
        await regions.South.StopAsync();

        RegionAnswer seen = await GetAsync(regions.North, $"tasks/{done.Id}");
        RegionAnswer result = await GetAsync(regions.North, $"tasks/{done.Id}/result");
        RegionAnswer waiting = await GetAsync(regions.North, $"tasks/{open.Id}");
        RegionAnswer cancel = await PostAsync(regions.North, $"tasks/{open.Id}/cancel", "{}");

        Assert.Equal((HttpStatusCode.OK, Away), (seen.Status, seen.Region));
        Assert.Equal(done.Body.GetProperty("result").ToString(), seen.Body.GetProperty("result").ToString());
        Assert.Equal(done.Body.GetProperty("result").ToString(), result.Body.ToString());
        Assert.Equal("queued", waiting.Body.GetProperty("status").GetString());
        Assert.NotNull(waiting.Message.Headers.RetryAfter);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "urn:agentfn:problem:region-away"), (cancel.Status, cancel.Problem));
        Assert.NotNull(cancel.Message.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_key_that_it_knows_still_stands_for_its_task()
    {
        await regions.StartAsync(regions.South);
        string key = regions.NewKeyOf(regions.South);
        string body = SampleBody.New();
        RegionAnswer first = await PostAsync(regions.South, "tasks", body, key, wait: true);
        await regions.South.StopAsync();

        RegionAnswer second = await PostAsync(regions.North, "tasks", body, key);
        RegionAnswer other = await PostAsync(regions.North, "tasks", SampleBody.New(), key);

        Assert.Equal((HttpStatusCode.OK, "south", first.Id), (first.Status, first.Region, second.Id));
        Assert.Equal((HttpStatusCode.OK, Away, "true"), (second.Status, second.Region, second.Message.Headers.GetValues("Idempotency-Replayed").Single()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.Status);
    }

    [Fact]
    public async Task A_new_key_is_taken_by_the_region_that_is_up()
    {
        await regions.South.StopAsync();
        string key = regions.NewKeyOf(regions.South);
        string body = SampleBody.New();

        RegionAnswer first = await PostAsync(regions.North, "tasks", body, key);
        RegionAnswer second = await PostAsync(regions.North, "tasks", body, key);

        Assert.Equal((HttpStatusCode.Accepted, 0), (first.Status, TaskId.Parse(first.Id).Region));
        Assert.Equal(first.Id, second.Id);
    }

    [Fact]
    public async Task A_batch_that_it_has_taken_in_is_not_taken_in_again()
    {
        await regions.StartAsync(regions.South);
        (string key, string other) = (regions.NewKeyOf(regions.South), regions.NewKeyOf(regions.South));
        string body = $"[{SampleBody.New()},{SampleBody.New()}]";
        await PostAsync(regions.South, "tasks/batch", body, key);
        await regions.South.StopAsync();

        RegionAnswer known = await PostAsync(regions.North, "tasks/batch", body, key);
        RegionAnswer unknown = await PostAsync(regions.North, "tasks/batch", body, other);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "urn:agentfn:problem:region-away"), (known.Status, known.Problem));
        Assert.Equal(HttpStatusCode.Accepted, unknown.Status);
    }

    [Fact]
    public async Task It_answers_again_for_itself_when_it_is_back()
    {
        await regions.StartAsync(regions.South);
        RegionAnswer open = await PostAsync(regions.South, "tasks", SampleBody.New(later: true));
        await regions.South.StopAsync();
        Assert.Equal(Away, (await GetAsync(regions.North, $"tasks/{open.Id}")).Region);

        await regions.StartAsync(regions.South);

        await Servers.Eventually.IsTrueAsync(
            () => GetAsync(regions.North, $"tasks/{open.Id}").Result.Region == "south", "south answers for itself", TestContext.Current.CancellationToken);
    }
}
