using AgentFunctions.Bench.Planning;
using AgentFunctions.Bench.Planning.Scaling;
using AgentFunctions.Bench.Simulation;

namespace AgentFunctions.Tests.Planning;

/// <summary>The simulation against theory that holds exactly.</summary>
public sealed class PoolRunTests
{
    private const int Seed = 20261126;

    [Theory]
    [InlineData(5, 4.0)]
    [InlineData(1, 0.5)]
    [InlineData(40, 36.0)]
    public void A_pool_of_fixed_size_waits_as_Erlang_C_says(int workers, double load)
    {
        const double MeanSeconds = 8;
        double[] means = [.. Enumerable.Range(0, 12).Select(i => Run(workers, load / MeanSeconds, MeanSeconds, 200_000, Seed + i).Read().Mean)];
        double expected = ErlangC.Waits(load, workers) * ErlangC.MeanOfWaiting(load, workers, MeanSeconds, 1);
        double mean = means.Average();
        double error = Math.Sqrt(means.Average(m => (m - mean) * (m - mean)) / (means.Length - 1));

        Assert.True(Math.Abs(mean - expected) < 4 * error, $"Seed {Seed}: {mean:0.000} s instead of {expected:0.000} s, standard error {error:0.000} s.");
        Assert.True(error < 0.1 * expected, $"Seed {Seed}: the standard error of {error:0.000} s proves nothing about {expected:0.000} s.");
    }

    [Fact]
    public void Waiting_and_busy_tasks_are_rate_times_time()
    {
        const double Seconds = 100_000;
        PoolMeter meter = Run(5, 0.5, 8, Seconds, Seed);
        double rate = meter.Tasks / Seconds;

        Assert.Equal(meter.MeanWaiting, rate * meter.Read().Mean, 0.01 * meter.MeanWaiting);
        Assert.Equal(meter.MeanBusy, rate * 8, 0.03 * meter.MeanBusy);
        Assert.Equal(meter.MeanBusy / 5, meter.Read().Utilisation, 6);
    }

    [Fact]
    public void An_instance_takes_as_many_tasks_as_its_concurrency_and_starts_late()
    {
        // Ten tasks at once, places for four an instance: the look at 30 s at the latest wants three, which are there 5 s later.
        Knobs knobs = new(0, 3, 4, 4, TimeSpan.FromSeconds(60));
        SimulatedPool pool = new(knobs, TimeSpan.FromSeconds(5), _ => new TargetRule(knobs, TimeSpan.FromSeconds(30)));
        PoolMeter meter = new();
        new PoolRun(pool, [.. Enumerable.Range(0, 10).Select(_ => new SimulatedTask(0, 100, 0))], meter, new Random(Seed)).Run(0, 300, new Random(Seed));
        PoolFigures figures = meter.Read();

        Assert.InRange(figures.P50, 5, 35);
        Assert.Equal(figures.P50, figures.P99, 9);
    }

    [Fact]
    public void Tasks_of_an_instance_that_leaves_are_done()
    {
        // Wanted is one instance from the second look on, while both have tasks.
        Knobs knobs = new(1, 2, 2, 2, TimeSpan.FromSeconds(60));
        SimulatedPool pool = new(knobs, TimeSpan.Zero, _ => new Shrinking());
        PoolMeter meter = new();
        new PoolRun(pool, [.. Enumerable.Range(0, 4).Select(i => new SimulatedTask(i * 0.001, 500, 0))], meter, new Random(Seed)).Run(0, 1000, new Random(Seed));

        Assert.Equal(4, meter.Tasks);
        Assert.Equal(4 * 500 / 1000.0, meter.MeanBusy, 1);
    }

    [Fact]
    public void The_products_limits_let_through_what_the_planner_reckons_with()
    {
        // Twice as much comes in an hour as the limit takes: the last waits as long again, the mean half of it.
        const int Limit = 300;
        ProviderNeed need = new("--requests-per-minute", Limit, 1, 0);
        double rate = 2 * need.Rate;
        Knobs knobs = new(1, 1, 1000, 1000, TimeSpan.FromSeconds(60));
        SimulatedPool pool = new SimulatedPool(knobs, TimeSpan.Zero, _ => new TargetRule(knobs, TimeSpan.FromSeconds(30))) { RequestsPerMinute = Limit };
        PoolMeter meter = new();
        new PoolRun(pool, [.. Enumerable.Range(0, (int)(rate * 3600)).Select(i => new SimulatedTask(i / rate, 2, 1))], meter, new Random(Seed)).Run(0, 3600, new Random(Seed));

        Assert.InRange(meter.Read().Mean, 0.9 * 1800, 1.1 * 1800);
    }

    private static PoolMeter Run(int workers, double rate, double meanSeconds, double seconds, int seed)
    {
        Random random = new(seed);
        List<SimulatedTask> tasks = [];
        for (double at = Draw(1 / rate); at < seconds; at += Draw(1 / rate))
        {
            tasks.Add(new SimulatedTask(at, Draw(meanSeconds), 0));
        }

        Knobs knobs = new(workers, workers, 1, 4, TimeSpan.FromMinutes(5));
        PoolMeter meter = new();
        new PoolRun(new SimulatedPool(knobs, TimeSpan.Zero, time => new LocalRule(knobs, time)), tasks, meter, random).Run(0, seconds, random);
        return meter;

        double Draw(double mean) => -mean * Math.Log(1 - random.NextDouble());
    }

    /// <summary>Two instances, then one.</summary>
    private sealed class Shrinking : IScaleRule
    {
        private int _looks;

        public TimeSpan Interval => TimeSpan.FromSeconds(30);

        public int LooksKept => 1;

        public int Look(PoolView view) => _looks++ == 0 ? 2 : 1;
    }
}
