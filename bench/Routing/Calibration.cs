namespace AgentFunctions.Bench.Routing;

/// <summary>How far foretold pass rates can be taken at their word.</summary>
/// <param name="Brier">Mean squared error (Brier, 1950); <paramref name="BrierOfMean"/>: of always foretelling the mean.</param>
/// <param name="Ece">Expected calibration error: how far bins of ten are off, on average over forecasts (Naeini et al., AAAI 2015).</param>
internal sealed record Calibration(double Brier, double BrierOfMean, double Ece, IReadOnlyList<CalibrationBin> Bins)
{
    private const int BinCount = 10;

    public static Calibration Of(IReadOnlyList<Forecast> forecasts)
    {
        double mean = forecasts.Average(f => f.Passed ? 1.0 : 0);
        CalibrationBin[] bins = [.. forecasts
            .GroupBy(f => Math.Min(BinCount - 1, (int)(f.PassRate * BinCount)))
            .OrderBy(g => g.Key)
            .Select(g => new CalibrationBin((double)g.Key / BinCount, g.Count(), g.Average(f => f.PassRate), g.Average(f => f.Passed ? 1.0 : 0)))];
        return new Calibration(
            forecasts.Average(f => Square(f.PassRate - (f.Passed ? 1 : 0))),
            mean * (1 - mean),
            bins.Sum(b => b.Count * Math.Abs(b.Foretold - b.Observed)) / forecasts.Count,
            bins);
    }

    private static double Square(double x) => x * x;
}

/// <summary>Forecasts between <see cref="From"/> and a tenth more.</summary>
internal sealed record CalibrationBin(double From, int Count, double Foretold, double Observed);
