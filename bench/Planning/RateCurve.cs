using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Bench.Cost;

namespace AgentFunctions.Bench.Planning;

/// <summary>How the rate goes up and down within the busiest hour, and how service times vary; taken from a trace.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Cv">Standard deviation of service times against their mean.</param>
/// <param name="EverySeconds">Time between two rates.</param>
/// <param name="Rates">Tasks a second against their mean, which is 1.</param>
/// <param name="Lengths">Mean service time of the tasks of that moment against the mean of all. It need not be 1: where much is asked, answers may be short.</param>
/// <param name="Prompts">Mean prompt of the tasks of that moment against the mean of all.</param>
internal sealed record RateCurve(string Source, double Cv, double EverySeconds, IReadOnlyList<double> Rates, IReadOnlyList<double> Lengths, IReadOnlyList<double> Prompts)
{
    /// <summary>A burst shorter than this is chance: independent clients spread over it.</summary>
    public const double BurstSeconds = 10;

    /// <summary>Share of a task's mean time that does not depend on its output: 0.4 s to the first token of 0.4 s and 211 tokens at 80 a second.</summary>
    public const double FixedShare = 0.13;

    private const double Step = 5;

    public double Seconds => Rates.Count * EverySeconds;

    /// <summary>Work of the moment with the most of it against the mean.</summary>
    public double HighestWork => Rates.Zip(Lengths, (r, l) => r * l).Max();

    /// <summary>A rate that does not change.</summary>
    public static RateCurve Even(double cv, double seconds)
    {
        double[] ones = [.. Enumerable.Repeat(1.0, (int)(seconds / Step))];
        return new RateCurve("even", cv, Step, ones, ones, ones);
    }

    /// <summary>The curve that comes with the planner: that of the trace which <c>bench simulate</c> is checked with.</summary>
    public static RateCurve Default()
    {
        using Stream stream = typeof(RateCurve).Assembly.GetManifestResourceStream("busy-hour.json")!;
        return JsonSerializer.Deserialize(stream, RateCurveJson.Default.RateCurve)!;
    }

    /// <summary>The requests within <see cref="BurstSeconds"/> around each moment.</summary>
    /// <exception cref="InvalidDataException">The trace is too short to say anything.</exception>
    public static RateCurve Of(IReadOnlyList<TracedRequest> trace, string source)
    {
        double length = trace[^1].At.TotalSeconds;
        if (trace.Count < 100 || length < 60)
        {
            throw new InvalidDataException($"{source}: has {trace.Count} requests over {length:0} s; allowed are traces of 100 requests and 60 s or more");
        }

        List<TracedRequest>[] moments = [.. Enumerable.Range(0, (int)(length / Step)).Select(_ => new List<TracedRequest>())];
        foreach (TracedRequest request in trace)
        {
            double middle = (request.At.TotalSeconds / Step) - 0.5;
            for (int i = Math.Max(0, (int)Math.Ceiling(middle - (BurstSeconds / Step / 2))); i < moments.Length && i <= middle + (BurstSeconds / Step / 2); i++)
            {
                moments[i].Add(request);
            }
        }

        double output = trace.Average(r => r.OutputTokens);
        double prompt = trace.Average(r => r.InputTokens);
        double mean = moments.Average(m => m.Count);
        double deviation = Math.Sqrt(trace.Average(r => (r.OutputTokens - output) * (r.OutputTokens - output)));
        return new RateCurve(
            source,
            Math.Round((1 - FixedShare) * deviation / output, 4),
            Step,
            [.. moments.Select(m => Math.Round(m.Count / mean, 3))],
            [.. moments.Select(m => m.Count == 0 ? 1 : Math.Round(m.Average(r => LengthOf(r, output)), 3))],
            [.. moments.Select(m => m.Count == 0 ? 1 : Math.Round(m.Average(r => r.InputTokens) / prompt, 3))]);
    }

    /// <summary>How long a request takes, against the mean of all.</summary>
    public static double LengthOf(TracedRequest request, double meanOutput) => FixedShare + ((1 - FixedShare) * request.OutputTokens / meanOutput);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RateCurve))]
internal sealed partial class RateCurveJson : JsonSerializerContext;
