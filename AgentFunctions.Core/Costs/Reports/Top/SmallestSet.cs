namespace AgentFunctions.Costs.Reports.Top;

/// <summary>The fewest that together make a share of the cost: the dearest ones, since no others of that number make more.</summary>
internal static class SmallestSet
{
    /// <summary>How many it takes.</summary>
    /// <param name="largestFirst">All costs, in micro-dollars.</param>
    /// <param name="share">Above 0 to 1.</param>
    /// <returns>The number, and what they cost; 0 when nothing costs anything.</returns>
    public static (int Count, Usd Cost) Of(IEnumerable<long> largestFirst, Usd total, decimal share)
    {
        decimal wanted = share * total.Micros;
        (int count, long sum) = (0, 0);
        foreach (long cost in largestFirst)
        {
            if (sum >= wanted)
            {
                break;
            }

            (count, sum) = (count + 1, sum + cost);
        }

        return (count, Usd.FromMicros(sum));
    }
}
