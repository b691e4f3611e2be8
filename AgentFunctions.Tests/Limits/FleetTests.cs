using AgentFunctions.Tasks;
using AgentFunctions.Tests.Limits.Fleet;

namespace AgentFunctions.Tests.Limits;

/// <summary>40 instances with 16 workers each before a model that takes 60 requests a minute: no storm, little waste.</summary>
public sealed class FleetTests
{
    private static readonly Dictionary<Lane, int> Standard640 = new() { [Lane.Standard] = 640 };

    [Fact]
    public void A_limit_that_is_configured_right_is_never_passed_well_used_and_shared_fairly()
    {
        SimulatedFleet fleet = Run(new FleetPlan { Model = Gates.Model(60), RequestsPerMinute = 60, Tasks = Standard640 });

        Assert.True(fleet.IsDone);
        Assert.Empty(fleet.Provider.Refused);
        AssertUsed(fleet, share: 0.85);
        AssertNoStorm(fleet);
        Assert.InRange(fleet.Shares.Min(), 4, 16);
        Assert.InRange(fleet.Shares.Max(), 16, 36);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_limit_configured_twice_too_high_costs_a_refusal_now_and_then(bool tellsWhen)
    {
        SimulatedFleet fleet = Run(new FleetPlan { Model = Gates.Model(120), RequestsPerMinute = 60, TellsWhen = tellsWhen, Tasks = Standard640 });

        Assert.True(fleet.IsDone);
        // Up to a tenth of the calls is taken for strays.
        Assert.InRange(fleet.Provider.Refused.Count, 1, 64);
        AssertUsed(fleet, share: 0.7);
        AssertNoStorm(fleet);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_limit_that_nobody_configured_costs_at_most_a_refusal_for_each_worker_at_once_and_few_later(bool tellsWhen)
    {
        SimulatedFleet fleet = Run(new FleetPlan { Model = Gates.Model(), RequestsPerMinute = 60, TellsWhen = tellsWhen, Tasks = Standard640 });

        DateTimeOffset first = fleet.Provider.Refused[0];
        Assert.True(fleet.IsDone);
        Assert.InRange(fleet.Provider.Refused.Count(r => r < first.AddSeconds(2)), 1, 640);
        Assert.InRange(fleet.Provider.Refused.Count(r => r >= first.AddSeconds(2)), 0, 64);
        AssertUsed(fleet, share: 0.7);
        AssertNoStorm(fleet);
    }

    [Fact]
    public void Tokens_may_be_what_is_short()
    {
        SimulatedFleet fleet = Run(new FleetPlan { Model = Gates.Model(600, 60_000), RequestsPerMinute = 600, TokensPerMinute = 60_000, Tasks = Standard640 });

        Assert.True(fleet.IsDone);
        Assert.Empty(fleet.Provider.Refused);
        AssertUsed(fleet, share: 0.8);
        AssertNoStorm(fleet);
    }

    [Fact]
    public void Instances_may_die_and_join()
    {
        SimulatedFleet fleet = Run(new FleetPlan
        {
            Model = Gates.Model(60),
            RequestsPerMinute = 60,
            Tasks = Standard640,
            Changes = [(TimeSpan.FromMinutes(2), -20), (TimeSpan.FromMinutes(5), 30), (TimeSpan.FromMinutes(8), -10)],
        });

        Assert.True(fleet.IsDone);
        Assert.Empty(fleet.Provider.Refused);
        AssertUsed(fleet, share: 0.8);
        AssertNoStorm(fleet);
    }

    [Fact]
    public void Interactive_tasks_pass_those_that_wait_and_economy_ones_come_last()
    {
        SimulatedFleet fleet = Run(new FleetPlan
        {
            Model = Gates.Model(60),
            RequestsPerMinute = 60,
            Tasks = new Dictionary<Lane, int> { [Lane.Standard] = 300, [Lane.Economy] = 300 },
            Arrivals = [.. Enumerable.Range(0, 100).Select(i => (TimeSpan.FromSeconds(60 + (4 * i)), Lane.Interactive))],
        });

        Assert.True(fleet.IsDone);
        Assert.Empty(fleet.Provider.Refused);
        Assert.InRange(SecondsAt(fleet, Lane.Interactive, 0.95), 0, 20);
        Assert.True(SecondsAt(fleet, Lane.Standard, 0.5) < SecondsAt(fleet, Lane.Economy, 0.5));
    }

    [Fact]
    public void A_model_that_takes_more_than_is_asked_costs_few_storage_calls()
    {
        SimulatedFleet fleet = Run(new FleetPlan
        {
            Model = Gates.Model(60_000),
            RequestsPerMinute = 60_000,
            Instances = 8,
            Workers = 64,
            Tasks = new Dictionary<Lane, int> { [Lane.Standard] = 20_000 },
        });

        Assert.True(fleet.IsDone);
        Assert.Empty(fleet.Provider.Refused);
        Assert.InRange((fleet.Store.Reads + fleet.Store.Writes) / (double)fleet.Done.Count, 0, 0.2);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        FleetPlan plan = new() { Model = Gates.Model(120), RequestsPerMinute = 60, Tasks = Standard640, Length = TimeSpan.FromMinutes(4) };

        Assert.Equal(Run(plan).Provider.Accepted, Run(plan).Provider.Accepted);
    }

    /// <summary>Of the provider's limit, while tasks wait: from the third minute to the eighth.</summary>
    private static void AssertUsed(SimulatedFleet fleet, double share) => Assert.InRange(BusyRate(fleet), 60 * share, 60);

    private static double BusyRate(SimulatedFleet fleet)
    {
        DateTimeOffset first = fleet.Provider.Accepted[0];
        return fleet.Provider.Accepted.Count(a => a >= first.AddMinutes(2) && a < first.AddMinutes(8)) / 6.0;
    }

    // 640 workers that tried again every few seconds would be thousands.
    private static void AssertNoStorm(SimulatedFleet fleet)
    {
        double minutes = fleet.Elapsed.TotalMinutes;
        Assert.InRange((fleet.Store.Reads + fleet.Store.Writes) / minutes, 0, 500);
        Assert.InRange(fleet.Deliveries / minutes, 0, 600);
    }

    private static double SecondsAt(SimulatedFleet fleet, Lane lane, double quantile)
    {
        List<double> waits = [.. fleet.Done.Where(d => d.Lane == lane).Select(d => (d.AnsweredAt - d.CreatedAt).TotalSeconds).Order()];
        return waits[(int)(waits.Count * quantile)];
    }

    private static SimulatedFleet Run(FleetPlan plan)
    {
        SimulatedFleet fleet = SimulatedFleet.Run(plan);
        double minutes = fleet.Elapsed.TotalMinutes;
        IReadOnlyList<int> shares = fleet.Shares;
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"seed {plan.Seed}: {fleet.Done.Count} answered in {minutes:0.0} min, {fleet.Provider.Refused.Count} refused (first 2 s: {fleet.Provider.Refused.Count(r => r < fleet.Provider.Refused[0].AddSeconds(2))}), "
            + $"{fleet.Provider.Accepted.Count / minutes:0.0} calls/min, {BusyRate(fleet):0.0} from the third minute to the eighth, {fleet.Provider.TokensAccepted / minutes:0} tokens/min, {fleet.Store.Reads / minutes:0} reads/min, {fleet.Store.Writes / minutes:0} writes/min, "
            + $"{fleet.Store.Conflicts} conflicts, {fleet.Deliveries / minutes:0} deliveries/min, shares {shares.Min()}..{shares.Max()}");
        return fleet;
    }
}
