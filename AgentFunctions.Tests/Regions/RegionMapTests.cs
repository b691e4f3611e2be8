using System.Globalization;
using AgentFunctions.Costs;
using AgentFunctions.Intake.Idempotency;
using AgentFunctions.Limits.Budgets;
using AgentFunctions.Regions;
using AgentFunctions.Startup;
using AgentFunctions.Tasks;

namespace AgentFunctions.Tests.Regions;

public sealed class RegionMapTests
{
    private static readonly string[] Names = ["north", "south", "west"];

    [Fact]
    public void No_settings_are_one_region_which_has_everything()
    {
        RegionMap map = RegionMap.Of(new RegionOptions());

        Assert.Null(map.Here);
        Assert.Null(map.ElsewhereOf(KeyOf(1)));
        Assert.Null(map.ElsewhereOf(new TaskIdSource(TimeProvider.System, region: 3).Next()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    public void An_id_carries_the_region_s_number(int number) =>
        Assert.Equal(number, new TaskIdSource(TimeProvider.System, number).Next().Region);

    [Fact]
    public void All_regions_agree_on_the_home_of_a_key_and_share_the_keys_evenly()
    {
        Dictionary<string, int> homes = [];
        foreach (int i in Enumerable.Range(0, 3000))
        {
            string[] named = [.. Names.Where(name => MapOf(name, Names).ElsewhereOf(KeyOf(i)) is null)];
            homes[Assert.Single(named)] = homes.GetValueOrDefault(named[0]) + 1;
        }

        Assert.All(homes.Values, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void A_new_region_takes_its_share_of_the_keys_and_moves_no_others()
    {
        RegionMap before = MapOf("north", ["north", "south"]);
        RegionMap after = MapOf("north", Names);

        Assert.All(Enumerable.Range(0, 1000), i =>
        {
            string home = after.ElsewhereOf(KeyOf(i))?.Name ?? "north";
            Assert.True(home == "west" || home == (before.ElsewhereOf(KeyOf(i))?.Name ?? "north"));
        });
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        RegionOptions options = new()
        {
            Here = "east",
            All = [new() { Name = "North", Endpoint = "https://n.example" }, new() { Name = "south", Endpoint = "https://s.example/api" }, new() { Name = "south" }],
        };

        StartupException e = Assert.Throws<StartupException>(() => RegionMap.Of(options));

        Assert.Equal(
            ["__All__0__Name", "__All__1__Endpoint", "__All__2__Endpoint", "__All", "__Here"],
            e.Faults.Select(fault => fault.Split(' ')[0].Replace("AgentFunctions__Regions", null, StringComparison.Ordinal)));
        Assert.All(e.Faults, fault => Assert.Contains("allowed", fault, StringComparison.Ordinal));
    }

    [Fact]
    public void One_region_in_the_list_is_refused() =>
        Assert.Contains("2 to 32", Assert.Throws<StartupException>(() => MapOf("north", ["north"])).Message, StringComparison.Ordinal);

    [Fact]
    public void Each_region_has_its_part_of_every_budget()
    {
        BudgetCatalogue all = new([new Budget("*", "*", Usd.FromMicros(1_000_001), null, OverBudget.Wait)]);

        Budget part = Assert.Single(all.SharedBy(2).All);

        Assert.Equal((Usd.FromMicros(500_000), (Usd?)null), (part.PerDay, part.PerMonth));
    }

    private static RegionMap MapOf(string here, IEnumerable<string> names) => RegionMap.Of(new RegionOptions
    {
        Here = here,
        All = [.. names.Select(name => new RegionEntry { Name = name, Endpoint = $"https://{name}.example" })],
    });

    private static IdempotencyKey KeyOf(int number) =>
        IdempotencyKey.TryParse(number.ToString(CultureInfo.InvariantCulture), out IdempotencyKey? key) ? key : throw new InvalidOperationException("not a key");
}

file static class RegionMaps
{
    public static Region? ElsewhereOf(this RegionMap map, IdempotencyKey key) => map.ElsewhereOf(TenantId.Default, key);
}
