using AgentFunctions.Bench.Cost;
using AgentFunctions.Bench.Planning;

namespace AgentFunctions.Bench.Simulation;

/// <summary>A pool that was simulated in the hours it was planned for.</summary>
internal sealed record PoolCheck(PoolFigures Busy, PoolFigures Quiet, int Tasks)
{
    // Enough for the 99th percentile; more hours of few tasks add little.
    private const int Enough = 4_000;
    private const int MostHours = 1_500;

    // How the controller's looks lie to the bursts is chance too.
    private const int LeastHours = 4;

    /// <summary>Simulates the busiest hour, and one of the others, as often as it takes for enough tasks.</summary>
    public static PoolCheck Run(SimulatedPool pool, PoolLoad busy, PoolLoad quiet, IReadOnlyList<TracedRequest> trace, int reservedOutput, int seed)
    {
        ScaledTrace source = new(trace, busy.MeanSeconds) { ReservedOutput = reservedOutput };
        PoolMeter peak = Measure(pool, busy.Curve.Seconds, busy.Rate, random => source.Busy(busy, random), seed);
        PoolMeter rest = Measure(pool, quiet.Curve.Seconds, quiet.Rate, random => source.Even(quiet.Rate, -PoolLoad.LeadSeconds, quiet.Curve.Seconds, random), seed + 1);
        return new PoolCheck(peak.Read(), rest.Read(), peak.Tasks);
    }

    private static PoolMeter Measure(SimulatedPool pool, double seconds, double rate, Func<Random, List<SimulatedTask>> draw, int seed)
    {
        Random random = new(seed);
        PoolMeter meter = new();
        for (int hour = 0; hour < Math.Clamp(Enough / Math.Max(0.001, rate * seconds), LeastHours, MostHours); hour++)
        {
            new PoolRun(pool, draw(random), meter, random).Run(-PoolLoad.LeadSeconds, seconds, random);
        }

        return meter;
    }
}
