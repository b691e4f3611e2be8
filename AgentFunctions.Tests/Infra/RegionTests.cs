using System.Text.Json.Nodes;
using AgentFunctions.Regions;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Tests.Infra;

public sealed class RegionTests
{
    [Fact]
    public async Task Every_region_knows_all_in_the_same_order()
    {
        Deployment deployment = await Deployment.OfAsync(10000, "flexConsumption");
        IReadOnlyList<IReadOnlyDictionary<string, string>> apps = AppSettings.Of(deployment);

        Assert.Equal(["westeurope", "northeurope", "swedencentral"], apps.Select(a => a["AgentFunctions__Regions__Here"]));
        Assert.All(apps, a => Assert.Equal(ListOf(apps[0]), ListOf(a)));
        Assert.Equal(["westeurope", "northeurope", "swedencentral"], ListOf(apps[0]).Select(r => r.Name));
    }

    [Fact]
    public async Task A_region_stands_for_the_app_and_the_storage_that_are_there()
    {
        Deployment deployment = await Deployment.OfAsync(10000, "flexConsumption");
        foreach ((string name, string endpoint, string storage) in ListOf(AppSettings.Of(deployment)[0]))
        {
            Assert.Equal($"https://{In(deployment, "Microsoft.Web/sites", name)}.azurewebsites.net", endpoint);
            Assert.Equal(In(deployment, "Microsoft.Storage/storageAccounts", name), storage);
        }
    }

    [Theory]
    [InlineData("flexConsumption")]
    [InlineData("containerApps")]
    public async Task Front_Door_asks_every_region_for_its_health(string hosting)
    {
        Deployment deployment = await Deployment.OfAsync(10000, hosting);
        JsonNode group = deployment.OfType("Microsoft.Cdn/profiles/originGroups").Single()["properties"]!;
        JsonNode[] origins = [.. deployment.OfType("Microsoft.Cdn/profiles/originGroups/origins").Select(o => o["properties"]!)];

        Assert.Equal("/api/health", (string)group["healthProbeSettings"]!["probePath"]!);
        Assert.Equal("GET", (string)group["healthProbeSettings"]!["probeRequestType"]!);
        Assert.Contains("GetHealth", FunctionClasses.Names);

        // Active/active: the same priority and weight for all.
        Assert.Single(origins.Select(o => $"{o["priority"]} {o["weight"]} {o["enabledState"]}").Distinct());
        Assert.Equal(
            ListOf(AppSettings.Of(deployment)[0]).Select(r => Host(r.Endpoint)),
            origins.Select(o => Host((string)o["hostName"]!)));
    }

    // A task id holds its region's place: a region that is added must not move the others.
    [Fact]
    public async Task A_region_that_is_appended_leaves_the_others_in_place()
    {
        Deployment two = await Deployment.PredictAsync(Deployment.With(("AGENTFN_STAGE", "10000"), ("AGENTFN_MORE_LOCATIONS", """["northeurope"]""")));
        Deployment three = await Deployment.OfAsync(10000, "flexConsumption");

        Assert.Equal(ListOf(AppSettings.Of(two)[0]), ListOf(AppSettings.Of(three)[0]).Take(2));
    }

    [Fact]
    public async Task The_app_accepts_its_regions()
    {
        foreach (IReadOnlyDictionary<string, string> app in AppSettings.Of(await Deployment.OfAsync(10000, "flexConsumption")))
        {
            IConfiguration settings = new ConfigurationBuilder()
                .AddInMemoryCollection(app.Select(s => KeyValuePair.Create(s.Key.Replace("__", ":", StringComparison.Ordinal), (string?)s.Value)))
                .Build();

            RegionMap map = RegionMap.Of(settings.GetSection("AgentFunctions:Regions").Get<RegionOptions>()!);

            Assert.Equal(app["AgentFunctions__Regions__Here"], map.Here!.Name);
        }
    }

    // Name, number, storage and queues stay; only the app is another, in another place.
    [Fact]
    public async Task A_region_whose_place_is_away_moves_with_its_name_and_number()
    {
        Deployment before = await Deployment.OfAsync(10000, "flexConsumption");
        Deployment after = await Deployment.PredictAsync(Deployment.With(
            ("AGENTFN_STAGE", "10000"),
            ("AGENTFN_MORE_LOCATIONS", """["northeurope", "swedencentral"]"""),
            ("AGENTFN_MOVED_REGIONS", """{"northeurope": "francecentral"}""")));

        Assert.Equal(AppSettings.Of(before).Select(a => a["AgentFunctions__Regions__Here"]), AppSettings.Of(after).Select(a => a["AgentFunctions__Regions__Here"]));
        Assert.Equal(ListOf(AppSettings.Of(before)[0]).Select(r => (r.Name, r.Storage)), ListOf(AppSettings.Of(after)[0]).Select(r => (r.Name, r.Storage)));
        Assert.Equal(["westeurope", "francecentral", "swedencentral"], after.OfType("Microsoft.Web/sites").Select(a => (string)a["location"]!));
        Assert.Equal(
            [true, false, true],
            before.OfType("Microsoft.Web/sites").Zip(after.OfType("Microsoft.Web/sites"), (b, a) => (string)b["name"]! == (string)a["name"]!));
    }

    [Theory]
    [InlineData(100, "flexConsumption")]
    [InlineData(1000, "containerApps")]
    public async Task One_region_alone_is_told_of_none(int stage, string hosting) =>
        Assert.DoesNotContain(AppSettings.Of(await Deployment.OfAsync(stage, hosting)).Single().Keys, k => k.Contains("Regions", StringComparison.Ordinal));

    private static List<(string Name, string Endpoint, string Storage)> ListOf(IReadOnlyDictionary<string, string> app) =>
    [
        .. Enumerable.Range(0, app.Keys.Count(k => k.StartsWith("AgentFunctions__Regions__All__", StringComparison.Ordinal)) / 3)
            .Select(i => $"AgentFunctions__Regions__All__{i}__")
            .Select(k => (app[$"{k}Name"], app[$"{k}Endpoint"], app[$"{k}Storage"])),
    ];

    // In a container app's address only Azure knows the domain; its expression is the same in both places.
    private static string Host(string address) =>
        address.Replace("https://", "", StringComparison.Ordinal);

    private static string In(Deployment deployment, string type, string location) => (string)deployment.OfType(type).Single(r => (string)r["location"]! == location)["name"]!;
}
