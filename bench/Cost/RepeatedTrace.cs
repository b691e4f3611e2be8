namespace AgentFunctions.Bench.Cost;

/// <summary>A request with the work it asks for: requests of the same work are identical.</summary>
/// <param name="Work">Number of the first request that asked for it.</param>
internal sealed record Request(TimeSpan At, int Work, TracedRequest Tokens);

/// <summary>Lets some requests of a trace repeat earlier ones. Traces carry no prompts, so who repeats whom is drawn by chance.</summary>
internal static class RepeatedTrace
{
    /// <summary>Draws the repeats.</summary>
    /// <param name="repeats">Share of requests that repeat an earlier one, 0 to 1.</param>
    /// <param name="close">Share of those that repeat one of the last <paramref name="window"/>; the others repeat any earlier one.</param>
    /// <remarks>An earlier request is as likely as any other, repeats included, so that what has been repeated is repeated more: few works are asked for often.</remarks>
    public static IReadOnlyList<Request> Draw(IReadOnlyList<TracedRequest> trace, double repeats, double close, TimeSpan window, int seed)
    {
        Random random = new(seed);
        List<Request> requests = [];
        int first = 0;
        foreach (TracedRequest traced in trace)
        {
            while (first < requests.Count && requests[first].At < traced.At - window)
            {
                first++;
            }

            int from = random.NextDouble() < close ? first : 0;
            bool repeated = random.NextDouble() < repeats && from < requests.Count;
            int number = requests.Count;
            requests.Add(repeated && requests[random.Next(from, number)] is var earlier
                ? earlier with { At = traced.At }
                : new Request(traced.At, number, traced));
        }

        return requests;
    }
}
