using AgentFunctions.Bench.Cost;
using AgentFunctions.Bench.Planning;

namespace AgentFunctions.Bench.Simulation;

/// <summary>How a trace differs from requests that come by chance at an even rate.</summary>
internal static class TraceShape
{
    /// <summary>Index of dispersion: variance of the requests within so many seconds against their mean; 1 if they are Poisson, 0 if they are even.</summary>
    public static double Dispersion(IReadOnlyList<TracedRequest> trace, double seconds)
    {
        double[] counts = Sums(trace, seconds, _ => 1);
        double mean = counts.Average();
        return counts.Average(c => (c - mean) * (c - mean)) / mean;
    }

    /// <summary>Least and most requests within so many seconds, and least and most work in them, against their means.</summary>
    public static (double Least, double Most, double LeastWork, double MostWork) Range(IReadOnlyList<TracedRequest> trace, double seconds)
    {
        double output = trace.Average(r => r.OutputTokens);
        double[] counts = Sums(trace, seconds, _ => 1);
        double[] work = Sums(trace, seconds, r => RateCurve.LengthOf(r, output));
        return (counts.Min() / counts.Average(), counts.Max() / counts.Average(), work.Min() / work.Average(), work.Max() / work.Average());
    }

    // Whole intervals only.
    private static double[] Sums(IReadOnlyList<TracedRequest> trace, double seconds, Func<TracedRequest, double> of)
    {
        double[] sums = new double[Math.Max(1, (int)(trace[^1].At.TotalSeconds / seconds))];
        foreach (TracedRequest request in trace)
        {
            int at = (int)(request.At.TotalSeconds / seconds);
            if (at < sums.Length)
            {
                sums[at] += of(request);
            }
        }

        return sums;
    }
}
