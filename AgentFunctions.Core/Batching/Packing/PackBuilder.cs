namespace AgentFunctions.Batching.Packing;

/// <summary>Packs tasks into as few model requests as their tokens and number allow.</summary>
/// <remarks>
/// First-fit decreasing: never more than 11/9 of the fewest possible bins, and 6/9 of a bin (Dósa, The tight bound of first fit decreasing bin-packing
/// algorithm, ESCAPE 2007).
/// </remarks>
internal static class PackBuilder
{
    /// <summary>The packs, each with its items in the order in which they were given.</summary>
    /// <param name="tokens">Of an item.</param>
    /// <param name="maxItems">1 or more.</param>
    /// <param name="maxTokens">Of a pack; an item with more has a pack of its own.</param>
    public static IReadOnlyList<IReadOnlyList<T>> Pack<T>(IReadOnlyList<T> items, Func<T, long> tokens, int maxItems, long maxTokens)
    {
        List<(List<int> Items, long Tokens)> packs = [];
        foreach (int item in Enumerable.Range(0, items.Count).OrderByDescending(i => tokens(items[i])).ThenBy(i => i))
        {
            long size = tokens(items[item]);
            int fits = packs.FindIndex(p => p.Items.Count < maxItems && p.Tokens + size <= maxTokens);
            if (fits < 0)
            {
                packs.Add(([item], size));
            }
            else
            {
                packs[fits].Items.Add(item);
                packs[fits] = packs[fits] with { Tokens = packs[fits].Tokens + size };
            }
        }

        return [.. packs.Select(p => (IReadOnlyList<T>)[.. p.Items.Order().Select(i => items[i])])];
    }
}
