using AgentFunctions.Batching.Packing;
using FsCheck.Xunit;

namespace AgentFunctions.Tests.Batching.Packing;

public sealed class PackBuilderTests
{
    [Property]
    public bool Every_item_is_in_one_pack_and_no_pack_is_too_large(byte[] sizes, byte maxItems, ushort maxTokens)
    {
        (int Number, long Tokens)[] items = [.. sizes.Select((s, i) => (i, (long)s))];
        (int most, long limit) = (1 + (maxItems % 20), 1 + (maxTokens % 500));

        IReadOnlyList<IReadOnlyList<(int Number, long Tokens)>> packs = PackBuilder.Pack(items, i => i.Tokens, most, limit);

        return packs.SelectMany(p => p).Select(i => i.Number).Order().SequenceEqual(Enumerable.Range(0, items.Length))
            && packs.All(p => p.Count is > 0 && p.Count <= most && (p.Count == 1 || p.Sum(i => i.Tokens) <= limit))
            && packs.All(p => p.Select(i => i.Number).SequenceEqual(p.Select(i => i.Number).Order()));
    }

    [Fact]
    public void Large_items_are_placed_first_so_that_small_ones_fill_the_gaps()
    {
        IReadOnlyList<IReadOnlyList<int>> packs = PackBuilder.Pack([3, 7, 2, 8], i => i, 10, 10);

        Assert.Equal([[2, 8], [3, 7]], packs);
    }
}
