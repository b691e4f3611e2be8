using AgentFunctions.Bench.Cost;
using AgentFunctions.Bench.Planning;
using AgentFunctions.Bench.Planning.Scaling;

namespace AgentFunctions.Bench.Simulation;

/// <summary>One way to set the knobs, and what came of it in the busiest hour.</summary>
/// <param name="Name">What is set otherwise.</param>
/// <param name="InstanceHours">Of a day.</param>
internal sealed record KnobCase(double TasksPerDay, string Name, PoolFigures Busy, double InstanceHours);

/// <summary>Simulates a pool on Container Apps, where all four knobs are free, with one of them wrong at a time.</summary>
internal sealed class WrongKnobs(IReadOnlyList<TracedRequest> trace, PlanInputs inputs, int seed)
{
    // Processor time of a no-op task in the host (docs/performance.md, first run under load).
    private const double ProcessorSeconds = 0.00075;
    private const double ProcessorTarget = 0.7;

    private static readonly HostingOption Hosting = HostingOption.Of(HostingKind.ContainerApps);

    public IEnumerable<KnobCase> Run(double many, double few)
    {
        Knobs knobs = Planned(many);
        SimulatedPool pool = SimulatedPool.Of(Hosting, knobs);
        Demand slow = Of(many) with { MeanSeconds = 2 * inputs.Demand.MeanSeconds };
        double seconds = inputs.Demand.MeanSeconds;
        yield return Case(many, $"as planned: min {knobs.Minimum}, max {knobs.Maximum}, X {knobs.Depth}, Y 5 min", pool, Of(many));
        yield return Case(many, "scaled by processor use, 70% aimed at", pool with { Rule = _ => new ProcessorRule(knobs, Hosting.LookEvery, ProcessorSeconds, ProcessorTarget) }, Of(many));
        yield return Case(many, "scaled by traffic, seconds a task known", pool with { Rule = _ => new TrafficRule(knobs, Hosting.LookEvery, seconds) }, Of(many));
        yield return Case(many, "scaled by traffic, tasks take twice as long", pool with { Rule = _ => new TrafficRule(knobs, Hosting.LookEvery, seconds) }, slow);
        Knobs twice = knobs with { Maximum = 2 * knobs.Maximum };
        yield return Case(many, "scaled by queue depth, tasks take twice as long, max doubled", SimulatedPool.Of(Hosting, twice), slow);
        foreach (int depth in new[] { knobs.Depth / 4, knobs.Concurrency, 4 * knobs.Concurrency })
        {
            Knobs other = knobs with { Depth = Math.Max(1, depth), Maximum = 5 * knobs.Maximum };
            yield return Case(many, $"X {other.Depth}", SimulatedPool.Of(Hosting, other), Of(many));
        }

        Knobs less = knobs with { Maximum = Math.Max(1, (int)(PoolLoad.Busy(Of(many), inputs.Curve).Erlangs / knobs.Concurrency)) };
        yield return Case(many, $"max {less.Maximum}", SimulatedPool.Of(Hosting, less), Of(many));

        foreach ((int minimum, double minutes) in new[] { (1, 5.0), (0, 5), (0, 0.5), (0, 30) })
        {
            Knobs rare = Planned(few) with { Minimum = minimum, Idle = TimeSpan.FromMinutes(minutes) };
            yield return Case(few, FormattableString.Invariant($"min {minimum}{(minimum == 0 ? FormattableString.Invariant($", Y {minutes} min") : string.Empty)}"), SimulatedPool.Of(Hosting, rare), Of(few));
        }
    }

    private Knobs Planned(double tasksPerDay) =>
        Planner.Make(inputs with { Demand = Of(tasksPerDay), Hosting = Hosting, RequestsPerMinute = null, TokensPerMinute = null }).Pools[0].Knobs;

    private Demand Of(double tasksPerDay) => inputs.Demand with { TasksPerDay = tasksPerDay };

    private KnobCase Case(double tasksPerDay, string name, SimulatedPool pool, Demand demand)
    {
        PoolCheck check = PoolCheck.Run(pool, PoolLoad.Busy(demand, inputs.Curve), PoolLoad.Quiet(demand, inputs.Curve), trace, inputs.ReservedOutput, seed);
        return new KnobCase(tasksPerDay, name, check.Busy, 24 * Bill.OverDay(check.Busy.Instances, check.Quiet.Instances));
    }
}
