using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Limits.Fleet;

namespace AgentFunctions.Tests.Limits;

/// <summary>40 instances with 16 workers each before a model that takes 60 requests a minute: no storm, little waste.</summary>
public sealed class FleetTests
{
    private static readonly Dictionary<Lane, int> Standard640 = new() { [Lane.Standard] = 640 };

    [Fact]
    public void A_known_limit_is_never_passed_and_well_used()
    {
        SimulatedFleet fleet = Run(new FleetPlan { Model = Model(60), RequestsPerMinute = 60, Tasks = Standard640 });

        Assert.Empty(fleet.Provider.Refused);
    }

    [Fact]
    public void A_configured_limit_of_twice_what_the_provider_takes_costs_few_refusals()
    {
        SimulatedFleet fleet = Run(new FleetPlan { Model = Model(120), RequestsPerMinute = 60, Tasks = Standard640 });
    }

    [Fact]
    public void Twice_and_not_told_when()
    {
        SimulatedFleet fleet = Run(new FleetPlan { Model = Model(120), RequestsPerMinute = 60, TellsWhen = false, Tasks = Standard640 });
    }

    [Fact]
    public void No_limit_configured()
    {
        SimulatedFleet fleet = Run(new FleetPlan { Model = Model(null), RequestsPerMinute = 60, Tasks = Standard640 });
    }

    [Fact]
    public void Tokens()
    {
        SimulatedFleet fleet = Run(new FleetPlan { Model = Model(600) with { TokensPerMinute = 60_000 }, TokensPerMinute = 60_000, RequestsPerMinute = 600, Tasks = Standard640 });
    }

    [Fact]
    public void Fast()
    {
        SimulatedFleet fleet = Run(new FleetPlan { Model = Model(6000), RequestsPerMinute = 6000, Tasks = new Dictionary<Lane, int> { [Lane.Standard] = 30_000 } });
    }

    private static ModelDefinition Model(int? requestsPerMinute) => new()
    {
        Name = "m",
        Provider = ModelProvider.OpenAI,
        Deployment = "m",
        Price = new TokenPrice(1, 1, 1),
        ContextWindow = 100_000,
        RequestsPerMinute = requestsPerMinute,
    };

    private static SimulatedFleet Run(FleetPlan plan)
    {
        SimulatedFleet fleet = SimulatedFleet.Run(plan);
        double minutes = fleet.Elapsed.TotalMinutes;
        IReadOnlyList<int> shares = fleet.Shares;
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"seed {plan.Seed}: {fleet.Done.Count} answered in {minutes:0.0} min, {fleet.Provider.Refused.Count} refused (first 2 s: {fleet.Provider.Refused.Count(r => r < fleet.Provider.Refused[0].AddSeconds(2))}), "
            + $"{fleet.Provider.Accepted.Count / minutes:0.0} calls/min, {fleet.Provider.TokensAccepted / minutes:0} tokens/min, {fleet.Store.Reads / minutes:0} reads/min, {fleet.Store.Writes / minutes:0} writes/min, "
            + $"{fleet.Store.Conflicts} conflicts, {fleet.Deliveries / minutes:0} deliveries/min, shares {shares.Min()}..{shares.Max()}");
        return fleet;
    }
}
