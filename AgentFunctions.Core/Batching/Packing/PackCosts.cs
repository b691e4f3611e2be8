using AgentFunctions.Costs;

namespace AgentFunctions.Batching.Packing;

/// <summary>Splits what a pack's call took over its items: what an item brought and got is its own, what they share is shared alike.</summary>
internal static class PackCosts
{
    /// <summary>One call for each item; tokens and cost add up to those of the whole call, exactly.</summary>
    /// <param name="call">The pack's call.</param>
    /// <param name="pack">Id of the pack.</param>
    /// <param name="items">In order; at least one.</param>
    /// <param name="countedInput">Input tokens of the whole prompt as they were counted here.</param>
    /// <param name="countedOutput">Output tokens of the whole answer as they were counted here, with ids and braces.</param>
    public static IReadOnlyList<ModelCall> Split(ModelCall call, string pack, IReadOnlyList<ItemTokens> items, long countedInput, long countedOutput)
    {
        long shared = Math.Max(0, countedInput - items.Sum(i => i.OwnInput));
        long[] inputs = Apportionment.Of(call.Usage.Input, [.. items.Select(i => i.OwnInput + ((decimal)shared / items.Count))]);
        long[] cached = Apportionment.Of(call.Usage.CachedInput, [.. inputs.Select(i => (decimal)i)]);
        long[] outputs = Apportionment.Of(call.Usage.Output, [.. items.Select(i => (decimal)i.Output)]);
        long[] costs = Apportionment.Of(call.Cost.Micros, [.. Enumerable.Range(0, items.Count).Select(i =>
            ((inputs[i] - cached[i]) * call.Price.Input) + (cached[i] * call.Price.CachedInput) + (outputs[i] * call.Price.Output))]);
        return
        [
            .. items.Select((item, i) => call with
            {
                Usage = new TokenUsage(inputs[i], cached[i], outputs[i], call.Usage.Estimated),
                Cost = Usd.FromMicros(costs[i]),
                Pack = new PackShare(pack, i, items.Count, item.IsOfUse ? Alone(call, item, countedInput, countedOutput) : default),
            }),
        ];
    }

    // By the provider's own count, which differs from the one here by some per cent, and with as much of it cached. What holds a pack's answer together is not
    // the item's: alone it would not have been written.
    private static Usd Alone(ModelCall call, ItemTokens item, long countedInput, long countedOutput)
    {
        long input = Scaled(item.AloneInput, call.Usage.Input, countedInput);
        long output = Scaled(item.Output, call.Usage.Output, countedOutput);
        return call.Price.Of(new TokenUsage(input, Scaled(input, call.Usage.CachedInput, call.Usage.Input), output, Estimated: true));
    }

    private static long Scaled(long tokens, long provider, long counted) => counted == 0 ? tokens : (long)Math.Round((decimal)tokens * provider / counted);
}

/// <summary>Tokens of one item of a pack, as they were counted here.</summary>
/// <param name="OwnInput">Of the part of the prompt that is the item's alone.</param>
/// <param name="AloneInput">Of the prompt that it would have had by itself.</param>
/// <param name="Output">Of its part of the answer.</param>
/// <param name="IsOfUse">False: it has to be asked again, so that nothing is saved on it.</param>
internal readonly record struct ItemTokens(long OwnInput, long AloneInput, long Output, bool IsOfUse);
