using AgentFunctions.Bench.Cost;
using AgentFunctions.Bench.Planning;
using AgentFunctions.Bench.Simulation;

namespace AgentFunctions.Tests.Planning;

public sealed class ScaledTraceTests
{
    private const int Seed = 20261126;

    [Theory]
    [InlineData(0.2)]
    [InlineData(1.0)]
    [InlineData(7.5)]
    public void A_trace_of_any_volume_keeps_its_burst_and_its_work(double factor)
    {
        IReadOnlyList<TracedRequest> trace = BurstyTrace.Make(Seed);
        RateCurve curve = RateCurve.Of(trace, "test");
        PoolLoad load = new(curve, factor * trace.Count / curve.Seconds, 0.5, 8, curve.Cv);

        List<SimulatedTask> tasks = [.. new ScaledTrace(trace, 8).Busy(load, new Random(Seed)).Where(t => t.At >= 0)];

        double expected = factor * trace.Count;
        Assert.InRange(tasks.Count, expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
        double burst = tasks.Count(t => t.At is > 610 and < 690) / (double)tasks.Count;
        double traced = trace.Count(t => t.At.TotalSeconds is > 610 and < 690) / (double)trace.Count;
        Assert.InRange(burst, traced * 0.85, traced * 1.15);
        Assert.Equal(8, tasks.Average(t => t.Seconds), 0.4);
        Assert.True(tasks.Zip(tasks.Skip(1), (a, b) => a.At <= b.At).All(inOrder => inOrder));
    }

    [Fact]
    public void The_curve_shows_the_burst_and_that_its_answers_are_short()
    {
        RateCurve curve = RateCurve.Of(BurstyTrace.Make(Seed), "test");

        Assert.Equal(1, curve.Rates.Average(), 0.02);
        Assert.InRange(curve.Rates[130], 1.6, 4);
        Assert.True(curve.Lengths[130] < 0.8 * curve.Lengths[60], $"Lengths {curve.Lengths[130]} and {curve.Lengths[60]}.");
    }

    [Fact]
    public void Even_requests_have_no_dispersion_and_bursts_more_than_chance()
    {
        TracedRequest[] even = [.. Enumerable.Range(0, 1001).Select(i => new TracedRequest(TimeSpan.FromSeconds(i), 10, 10))];

        Assert.Equal(0, TraceShape.Dispersion(even, 10), 9);
        Assert.Equal((1, 1, 1, 1), TraceShape.Range(even, 100));
        Assert.True(TraceShape.Dispersion(BurstyTrace.Make(Seed), 60) > 3);
    }

    [Fact]
    public void A_trace_that_says_nothing_is_refused() =>
        Assert.Contains("allowed are traces of 100 requests", Assert.Throws<InvalidDataException>(() => RateCurve.Of([.. BurstyTrace.Make(Seed).Take(50)], "few.csv")).Message, StringComparison.Ordinal);
}
