using System.Text.Json.Nodes;
using AgentFunctions.Caching;
using AgentFunctions.Routing.Learning;
using AgentFunctions.Storage;

namespace AgentFunctions.Tests.Infra;

public sealed class LifecycleTests
{
    [Theory]
    [MemberData(nameof(Deployment.All), MemberType = typeof(Deployment))]
    public async Task Only_cached_answers_are_removed_and_only_payloads_grow_cool(int stage, string hosting)
    {
        foreach (JsonNode policy in (await Deployment.OfAsync(stage, hosting)).OfType("Microsoft.Storage/storageAccounts/managementPolicies"))
        {
            List<(string Container, JsonObject Actions)> rules =
            [
                .. from rule in policy["properties"]!["policy"]!["rules"]!.AsArray()
                   from prefix in rule["definition"]!["filters"]!["prefixMatch"]!.AsArray()
                   select (((string)prefix!).Split('/')[0], rule["definition"]!["actions"]!["baseBlob"]!.AsObject()),
            ];

            // A prefix begins with the container's name, so results/ is no other container's beginning.
            Assert.Equal([BlobResultCache.ContainerName], rules.Where(r => r.Actions.ContainsKey("delete")).Select(r => r.Container));
            Assert.Equal([BlobPayloadStore.ContainerName], rules.Where(r => r.Actions.ContainsKey("tierToCool")).Select(r => r.Container));
            Assert.DoesNotContain(rules, r => r.Container == BlobPredictorStore.ContainerName);

            // Archived blobs cannot be read at once.
            Assert.DoesNotContain(rules, r => r.Actions.ContainsKey("tierToArchive"));
        }
    }

    [Fact]
    public async Task The_app_sweeps_the_cache_itself_unless_many_instances_would()
    {
        Assert.False(AppSettings.Of(await Deployment.OfAsync(1000, "flexConsumption")).Single().ContainsKey("AgentFunctions__Cache__SweepEvery"));
        Assert.All(AppSettings.Of(await Deployment.OfAsync(10000, "flexConsumption")), s => Assert.Equal("00:00:00", s["AgentFunctions__Cache__SweepEvery"]));
    }
}
