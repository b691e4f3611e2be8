using AgentFunctions.Bench.Cost;
using AgentFunctions.Bench.Planning;

namespace AgentFunctions.Bench.Simulation;

/// <summary>Makes tasks of any volume from a trace.</summary>
/// <remarks>
/// The clock stays the trace's. For fewer tasks each request is kept by chance (thinning), for more it is there several times, each copy moved by up to half of
/// <see cref="RateCurve.BurstSeconds"/> either way. So the rate keeps its course, and bursts of that length grow with the volume; shorter ones even out,
/// as they do when independent clients come together. A task takes FixedShare of the mean and the rest by its output tokens.
/// </remarks>
internal sealed class ScaledTrace(IReadOnlyList<TracedRequest> trace, double meanSeconds)
{
    // The product reserves the prompt and an eighth, and as much output as there may be.
    private const double PromptReserve = 1.125;

    private readonly double _output = trace.Average(r => r.OutputTokens);

    /// <value>Output tokens that a call reserves at least; a longer answer reserves its own length.</value>
    public int ReservedOutput { get; init; } = 1000;

    /// <summary>The busiest hour, with the quiet quarter of an hour before.</summary>
    public List<SimulatedTask> Busy(PoolLoad load, Random random)
    {
        List<SimulatedTask> tasks = Even(load.RateBefore, -PoolLoad.LeadSeconds, 0, random);
        double length = load.Curve.Seconds;
        double copies = load.Rate * length / trace.Count;
        foreach (TracedRequest request in trace)
        {
            int count = (int)copies + (random.NextDouble() < copies - (int)copies ? 1 : 0);
            for (int i = 0; i < count; i++)
            {
                double at = request.At.TotalSeconds + ((random.NextDouble() - 0.5) * RateCurve.BurstSeconds);

                // What leaves at an end comes in again.
                at = Math.Abs(at);
                tasks.Add(Of(request, at < length ? at : Math.Max(0, (2 * length) - at)));
            }
        }

        tasks.Sort((a, b) => a.At.CompareTo(b.At));
        return tasks;
    }

    /// <summary>Independent arrivals (Poisson) at an even rate, as in the other hours.</summary>
    public List<SimulatedTask> Even(double rate, double from, double to, Random random)
    {
        List<SimulatedTask> tasks = [];
        for (double at = from + Gap(); at < to; at += Gap())
        {
            tasks.Add(Of(trace[random.Next(trace.Count)], at));
        }

        return tasks;

        double Gap() => -Math.Log(1 - random.NextDouble()) / rate;
    }

    private SimulatedTask Of(TracedRequest request, double at) => new(
        at,
        meanSeconds * RateCurve.LengthOf(request, _output),
        (int)(request.InputTokens * PromptReserve) + Math.Max(request.OutputTokens, ReservedOutput));
}
