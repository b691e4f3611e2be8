namespace AgentFunctions.Bench.Measuring;

/// <summary>Percentiles of measured times, by nearest rank.</summary>
internal sealed class Percentiles
{
    private readonly double[] _sorted;

    /// <param name="milliseconds">At least one.</param>
    public Percentiles(IEnumerable<double> milliseconds) => _sorted = [.. milliseconds.Order()];

    public double P50 => At(0.50);

    public double P95 => At(0.95);

    public double P99 => At(0.99);

    private double At(double share) => _sorted[Math.Max(0, (int)Math.Ceiling(share * _sorted.Length) - 1)];
}
