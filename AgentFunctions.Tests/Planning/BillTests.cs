using AgentFunctions.Bench.Planning;
using AgentFunctions.Costs;
using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.Planning;

public sealed class BillTests
{
    private static readonly PriceTable Prices = PriceTable.Default();

    private static readonly Demand Thousand = new(1000, 8, 1155, 211);

    [Fact]
    public void A_bill_worked_out_by_hand()
    {
        Plan plan = Planner.Make(new PlanInputs(Thousand, RateCurve.Default()) { Wait = 1 });
        PoolPlan pool = plan.Pools[0] with
        {
            Knobs = plan.Pools[0].Knobs with { Minimum = 1 },
            Busy = plan.Pools[0].Busy with { Active = 2 },
            Quiet = plan.Pools[0].Quiet with { Active = 0.5 },
        };
        Dictionary<string, BillLine> bill = Bill.Of(plan with { Pools = [pool] }, Prices).ToDictionary(b => b.Name);

        // 30,416.7 tasks a month × (1155 × 0.25 + 211 × 2) / 1,000,000.
        AssertDollars(21.61864m, bill["model tokens"].High);

        // Base price; 91,250 operations are within the 13 million.
        AssertDollars(9.81m, bill["Service Bus"].High);

        // 246,375 calls alone at 0.036 a million; 4,106 where all go together.
        AssertDollars(0.008870m, bill["storage operations"].High);
        AssertDollars(0.000148m, bill["storage operations"].Low);

        // Executing: (2 + 23 × 0.5) / 24 = 0.5625, of these always ready (1 + 23 × 0.5) / 24 = 0.5208; 2,628,000 s × 2 GB.
        AssertDollars((5_256_000 * 0.000004m) + (5_256_000 * 0.5208333m * 0.000016m), bill["compute, always ready"].High);

        // The rest 0.0417, and 1 - exp(-4000 / 86,400) = 0.0452 for HTTP, beyond 100,000 GB-seconds.
        AssertDollars(((5_256_000 * (0.0416667m + 0.0452408m)) - 100_000) * 0.000026m, bill["compute, on demand"].High);

        // 304 MB of telemetry is within 5 GB; one region needs no Front Door.
        AssertDollars(0, bill["Application Insights"].High);
        Assert.DoesNotContain("Front Door", bill.Keys);
    }

    [Theory]
    [InlineData(13_000_000, 0)]
    [InlineData(100_000_000, 69.6)]
    [InlineData(200_000_000, 119.6)]
    [InlineData(3_000_000_000, 1369.6)]
    public void Operations_of_Service_Bus_get_cheaper_in_steps(double operations, double dollars) => Assert.Equal((decimal)dollars, Bill.Operations(operations, Prices), 6);

    [Fact]
    public void A_second_region_has_its_own_queue_and_minimum()
    {
        IReadOnlyList<BillLine> bill = Bill.Of(Planner.Make(new PlanInputs(Thousand with { TasksPerDay = 50_000 }, RateCurve.Default()) { Hosting = HostingOption.Of(HostingKind.ContainerApps) }), Prices);

        AssertDollars(677.08m, bill.Single(b => b.Name == "Service Bus, second region").High);
        Assert.Contains(bill, b => b.Name == "Front Door" && b.High.Amount > 35);
        Assert.Contains(bill, b => b.Name == "compute, second region's minimum" && b.High.Amount > 0);
    }

    [Fact]
    public void Cache_and_batch_shares_take_tokens_off_the_bill()
    {
        AssertDollars(21.61864m * 0.6m, Model(Thousand with { CacheShare = 0.4 }));
        AssertDollars(21.61864m * 0.75m, Model(Thousand with { BatchShare = 0.5 }));
        AssertDollars(30_416.67m * ((1155 * 0.025m) + (211 * 2)) / 1_000_000, Model(Thousand with { PromptCacheShare = 1 }));

        static Usd Model(Demand demand) => Bill.Of(Planner.Make(new PlanInputs(demand, RateCurve.Default())), Prices).Single(b => b.Name == Bill.ModelTokens).High;
    }

    [Fact]
    public void Every_price_says_when_where_and_from_whom()
    {
        Assert.All(Prices.Prices.Values, price =>
        {
            Assert.NotEmpty(price.Source);
            Assert.NotEmpty(price.Region);
            Assert.True(DateOnly.TryParse(price.Date, out _), price.Date);
        });
    }

    [Fact]
    public void A_file_replaces_the_prices_that_it_names()
    {
        using TemporaryFolder folder = new();
        FileInfo file = new(Path.Combine(folder.Path, "own.json"));
        File.WriteAllText(file.FullName, """{"note":"own","prices":{"frontDoor.base":{"usd":1,"per":1,"unit":"u","region":"r","date":"2026-01-01","source":"s"}}}""");

        PriceTable own = PriceTable.Read(file);

        Assert.Equal(1, own["frontDoor.base"].Usd);
        Assert.Equal(Prices["tables.operations"], own["tables.operations"]);
    }

    private static void AssertDollars(decimal expected, Usd actual) => Assert.Equal(expected, actual.Amount, Math.Abs(expected) < 0.1m ? 6 : 2);
}
