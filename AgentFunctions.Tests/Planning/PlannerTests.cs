using System.Text.Json;
using AgentFunctions.Bench.Cost;
using AgentFunctions.Bench.Planning;
using AgentFunctions.Bench.Simulation;

namespace AgentFunctions.Tests.Planning;

public sealed class PlannerTests
{
    private const int Seed = 20261126;

    private static readonly Demand Thousand = new(1000, 8, 1155, 211);

    [Theory]
    [InlineData(1, 10, "local-memory")]
    [InlineData(10, 10, "local-memory")]
    [InlineData(11, 100, "local")]
    [InlineData(101, 1000, "flex")]
    [InlineData(9_999, 1000, "flex")]
    [InlineData(10_000, 10_000, "flex")]
    public void The_stage_says_where_it_runs(double tasksPerDay, int stage, string hosting)
    {
        Plan plan = Planner.Make(Inputs(tasksPerDay));

        Assert.Equal((stage, hosting), (plan.Stage, plan.Hosting.Name));
    }

    [Theory]
    [InlineData("flex", 3_000, 64, 8)]
    [InlineData("flex", 300_000, 4, 8)]
    [InlineData("flex", 300_000, 16, 60)]
    [InlineData("container-apps", 300_000, 4, 8)]
    [InlineData("local", 30_000, 1, 8)]
    public void The_planned_wait_is_that_of_the_simulation_within_a_factor_of_two_and_a_half(string hosting, double tasksPerDay, int concurrency, double seconds)
    {
        IReadOnlyList<TracedRequest> trace = BurstyTrace.Make(Seed);
        PlanInputs inputs = new(Thousand with { TasksPerDay = tasksPerDay, MeanSeconds = seconds }, RateCurve.Of(trace, "test")) { Hosting = HostingOption.Find(hosting), Concurrency = concurrency };

        VolumeCheck check = VolumeCheck.Make(inputs, PriceTable.Default(), trace, Seed, TimeProvider.System);

        Assert.True(check.Factor < 2.5, $"Seed {Seed}: p95 is planned as {check.Plan.Busy.P95:0.00} s and simulated as {check.Run.Busy.P95:0.00} s.");
        Assert.Equal(check.Run.Busy.Utilisation, check.Plan.Busy.Utilisation, 0.15);
        Assert.InRange(VolumeCheck.InstanceHours(check.Plan) / VolumeCheck.InstanceHours(check.Run), 0.75, 1.3);
    }

    [Fact]
    public void A_shorter_wait_takes_more_instances_that_are_always_there()
    {
        int[] minimums = [.. new[] { 60.0, 5, 0.5 }.Select(wait => Planner.Make(Inputs(1_000_000) with { Concurrency = 16, Wait = wait }).Pools[0].Knobs.Minimum)];

        Assert.Equal(minimums.Order(), minimums);
        Assert.True(minimums[^1] > minimums[0], string.Join(", ", minimums));
    }

    [Fact]
    public void Lanes_have_instances_of_their_own_on_Flex_Consumption_only()
    {
        PlanInputs inputs = Inputs(100_000) with { Lanes = [0.2, 0.5, 0.3] };

        Assert.Equal(["RunInteractiveTask", "RunStandardTask", "RunEconomyTask"], Planner.Make(inputs).Pools.Select(p => p.Name));
        Assert.Single(Planner.Make(inputs with { Hosting = HostingOption.Of(HostingKind.ContainerApps) }).Pools);
    }

    [Fact]
    public void A_limit_below_the_days_mean_is_refused_with_what_would_be_enough()
    {
        // 100,000 a day are 69.4 a minute, of a limit 60/64 × 0.98 can be used: 75.6.
        FormatException refusal = Assert.Throws<FormatException>(() => Planner.Make(Inputs(100_000) with { RequestsPerMinute = 60 }));

        Assert.Contains("--requests-per-minute is 60", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Allowed is 76 or more; 189 carries", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Planner.Make(Inputs(100_000) with { RequestsPerMinute = 500 }).Overloads);
    }

    [Fact]
    public void A_limit_that_only_the_busiest_hour_exceeds_is_an_overload_with_the_least_fix()
    {
        Overload overload = Assert.Single(Planner.Make(Inputs(100_000) with { RequestsPerMinute = 100 }).Overloads);

        Assert.Contains("--requests-per-minute 100: the busiest hour needs 174 a minute, 89% more than the 92", overload.Limit, StringComparison.Ordinal);
        Assert.Contains("4904 tasks are left", overload.Consequence, StringComparison.Ordinal);
        Assert.Contains("a limit of 189", overload.LeastFix, StringComparison.Ordinal);
    }

    [Fact]
    public void More_instances_than_the_hosting_has_are_an_overload()
    {
        Overload overload = Assert.Single(Planner.Make(Inputs(10_000_000) with { Hosting = HostingOption.Of(HostingKind.Local) }).Overloads);

        Assert.StartsWith("local has at most 1000 instances", overload.Limit, StringComparison.Ordinal);
        Assert.Contains("--hosting flex", overload.LeastFix, StringComparison.Ordinal);
    }

    [Fact]
    public void The_usual_concurrency_is_that_of_host_json()
    {
        using JsonDocument host = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("host.json")));

        Assert.Equal(
            host.RootElement.GetProperty("extensions").GetProperty("serviceBus").GetProperty("maxConcurrentCalls").GetInt32(),
            new PlanInputs(Thousand, RateCurve.Default()).Concurrency);
    }

    private static PlanInputs Inputs(double tasksPerDay) => new(Thousand with { TasksPerDay = tasksPerDay }, RateCurve.Default());
}
