namespace AgentFunctions.Batching.Packing;

/// <summary>Divides whole units so that nothing is lost or made: the parts add up to the total.</summary>
internal static class Apportionment
{
    /// <summary>Parts of <paramref name="total"/> in proportion to the weights, by largest remainder (Hamilton's method); of equal remainders the first gets its unit.</summary>
    /// <param name="weights">0 or more each, at least one of them; all 0 counts as all alike.</param>
    public static long[] Of(long total, IReadOnlyList<decimal> weights)
    {
        decimal sum = weights.Sum();
        decimal[] exact = [.. weights.Select(w => sum == 0 ? (decimal)total / weights.Count : total * (w / sum))];
        long[] parts = [.. exact.Select(e => (long)Math.Floor(e))];
        long left = total - parts.Sum();
        foreach (int i in Enumerable.Range(0, parts.Length).OrderByDescending(i => exact[i] - parts[i]).ThenBy(i => i).Take((int)left))
        {
            parts[i]++;
        }

        return parts;
    }
}
