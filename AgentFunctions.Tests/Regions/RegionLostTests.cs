using System.Net;
using static AgentFunctions.Tests.Regions.RegionAnswer;

namespace AgentFunctions.Tests.Regions;

/// <summary>Neither South's app nor its storage answers.</summary>
public sealed class RegionLostTests(TwoRegions regions) : IClassFixture<TwoRegions>
{
    [Fact]
    public async Task Its_tasks_are_unavailable_rather_than_unknown_and_new_ones_are_taken_elsewhere()
    {
        RegionAnswer task = await PostAsync(regions.South, "tasks", SampleBody.New(), wait: true);
        await regions.South.StopAsync();
        await regions.South.StopStorageAsync();

        RegionAnswer seen = await GetAsync(regions.North, $"tasks/{task.Id}");
        RegionAnswer taken = await PostAsync(regions.North, "tasks", SampleBody.New(), regions.NewKeyOf(regions.South), wait: true);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "urn:agentfn:problem:region-away"), (seen.Status, seen.Problem));
        Assert.Equal("succeeded", taken.Body.GetProperty("status").GetString());
    }
}
