using AgentFunctions.Bench.Cost;
using AgentFunctions.Bench.Planning;
using AgentFunctions.Costs;

namespace AgentFunctions.Bench.Simulation;

/// <summary>What was planned for a volume, and what the simulation of that plan came to.</summary>
/// <param name="Refusal">Why nothing could be planned; the rest is null then.</param>
internal sealed record VolumeCheck(double TasksPerDay, string? Refusal, PlanOutcome? Planned, PlanOutcome? Simulated, int Tasks, double Seconds)
{
    /// <summary>Seconds below which waits are alike to those who wait.</summary>
    public const double Slack = 1;

    public PoolPlan Plan => Planned!.Plan.Pools[0];

    public PoolPlan Run => Simulated!.Plan.Pools[0];

    /// <summary>By which factor the planned and the simulated 95th percentile differ; what is below <see cref="Slack"/> counts as that.</summary>
    public double Factor => FactorOf(Plan.Busy.P95, Run.Busy.P95);

    public static VolumeCheck Make(PlanInputs inputs, PriceTable prices, IReadOnlyList<TracedRequest> trace, int seed, TimeProvider time)
    {
        long start = time.GetTimestamp();
        Plan plan;
        try
        {
            plan = Planner.Make(inputs);
        }
        catch (FormatException e)
        {
            return new VolumeCheck(inputs.Demand.TasksPerDay, e.Message, null, null, 0, time.GetElapsedTime(start).TotalSeconds);
        }

        PoolPlan pool = plan.Pools[0];
        SimulatedPool simulated = SimulatedPool.Of(plan.Hosting, pool.Knobs) with { RequestsPerMinute = inputs.RequestsPerMinute, TokensPerMinute = inputs.TokensPerMinute };
        PoolCheck check = PoolCheck.Run(simulated, PoolLoad.Busy(inputs.Demand, inputs.Curve), PoolLoad.Quiet(inputs.Demand, inputs.Curve), trace, inputs.ReservedOutput, seed);
        Plan ran = plan with { Pools = [pool with { Busy = check.Busy, Quiet = check.Quiet }] };
        return new VolumeCheck(
            inputs.Demand.TasksPerDay,
            null,
            new PlanOutcome(plan, Bill.Of(plan, prices), prices),
            new PlanOutcome(ran, Bill.Of(ran, prices), prices),
            check.Tasks,
            time.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Instances that run in a day, in hours.</summary>
    public static double InstanceHours(PoolPlan pool) => 24 * Bill.OverDay(pool.Busy.Instances, pool.Quiet.Instances);

    /// <summary>A month without the model's tokens, US dollars.</summary>
    public static decimal CostOf(PlanOutcome outcome) => outcome.Bill.Where(b => b.Name != Bill.ModelTokens).Aggregate(default(Usd), (sum, b) => sum + b.High).Amount;

    private static double FactorOf(double planned, double simulated) =>
        Math.Max(Math.Max(planned, simulated), Slack) / Math.Max(Math.Min(planned, simulated), Slack);
}
