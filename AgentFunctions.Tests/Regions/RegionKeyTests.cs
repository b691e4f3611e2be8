using System.Net;
using System.Net.Http.Headers;
using static AgentFunctions.Tests.Regions.RegionAnswer;

namespace AgentFunctions.Tests.Regions;

/// <summary>API keys in two regions.</summary>
public sealed class RegionKeyTests(TwoKeyedRegions regions) : IClassFixture<TwoKeyedRegions>
{
    private const string Limited = """{"name":"both","roles":["submit","read"],"requestsPerMinute":500}""";

    [Fact]
    public async Task A_key_is_good_in_all_regions_and_counts_as_in_the_one_that_answers()
    {
        (_, string key) = await NewKeyAsync(regions.North);
        UseKey(key);
        RegionAnswer task = await PostAsync(regions.South, "tasks", SampleBody.New(), wait: true);
        RegionAnswer seen = await GetAsync(regions.North, $"tasks/{task.Id}");

        Assert.Equal((HttpStatusCode.OK, "south"), (seen.Status, seen.Region));
        Assert.Equal("\"key\";q=500;w=60", Assert.Single(seen.Message.Headers.GetValues("RateLimit-Policy")));
        Assert.DoesNotContain(',', Assert.Single(seen.Message.Headers.GetValues("RateLimit")));
    }

    [Fact]
    public async Task A_key_is_revoked_wherever_one_asks_for_it()
    {
        (string id, string key) = await NewKeyAsync(regions.North);
        UseKey(TwoKeyedRegions.OperatorKey);
        using HttpResponseMessage revoked = await regions.South.Client.DeleteAsync($"keys/{id}", TestContext.Current.CancellationToken);
        UseKey(key);

        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(regions.North, "tasks")).Status);
    }

    [Fact]
    public async Task A_key_of_a_region_that_is_away_is_read_from_its_storage()
    {
        (_, string key) = await NewKeyAsync(regions.South);
        await regions.South.StopAsync();
        UseKey(key);

        RegionAnswer answer = await GetAsync(regions.North, "tasks");

        await regions.StartAsync(regions.South);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    private void UseKey(string key)
    {
        foreach (RegionHost region in new[] { regions.North, regions.South })
        {
            region.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    private async Task<(string Id, string Key)> NewKeyAsync(RegionHost region)
    {
        UseKey(TwoKeyedRegions.OperatorKey);
        RegionAnswer made = await PostAsync(region, "keys", Limited);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        return (made.Id, made.Body.GetProperty("key").GetString()!);
    }
}
