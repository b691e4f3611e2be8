using AgentFunctions.Batching.Packing;
using AgentFunctions.Costs;
using AgentFunctions.Tests.Tasks;
using FsCheck.Xunit;

namespace AgentFunctions.Tests.Batching.Packing;

public sealed class PackCostsTests
{
    private static readonly TokenPrice Price = new(0.25m, 0.025m, 2m);

    [Property]
    public bool The_parts_add_up_to_the_call_to_the_micro_dollar_and_to_the_token(int seed)
    {
        Random random = new(seed);
        ItemTokens[] items = [.. Enumerable.Range(0, random.Next(1, 51)).Select(_ => new ItemTokens(random.Next(0, 200), random.Next(0, 900), random.Next(0, 80), random.Next(2) == 1))];
        long input = random.Next(0, 20_000);
        ModelCall call = ModelCall.Of(SampleTasks.Now, "m", new TokenUsage(input, random.Next(0, (int)input + 1), random.Next(0, 4_000), false), Price);

        IReadOnlyList<ModelCall> parts = PackCosts.Split(call, "p/1", items, random.Next(0, 20_000), random.Next(0, 4_000));

        return parts.Aggregate(default(TokenUsage), (sum, part) => sum + part.Usage) == call.Usage
            && parts.Sum(p => p.Cost.Micros) == call.Cost.Micros
            && parts.All(p => p.Usage.Input >= p.Usage.CachedInput && p.Cost.Micros >= 0)
            && parts.Select(p => p.Pack!.Index).SequenceEqual(Enumerable.Range(0, items.Length));
    }

    [Fact]
    public void An_item_pays_its_own_tokens_and_an_equal_part_of_the_instructions()
    {
        ModelCall call = ModelCall.Of(SampleTasks.Now, "m", new TokenUsage(1300, 0, 30, false), new TokenPrice(1, 1, 10));

        IReadOnlyList<ModelCall> parts = PackCosts.Split(call, "p/1", [new ItemTokens(200, 1200, 10, true), new ItemTokens(100, 1100, 20, false)], countedInput: 1300, countedOutput: 30);

        Assert.Equal([(700L, 10L), (600L, 20L)], parts.Select(p => (p.Usage.Input, p.Usage.Output)));
        Assert.Equal([800L, 800L], parts.Select(p => p.Cost.Micros));

        // Alone the first would have had the instructions to itself; the second has to be asked again.
        Assert.Equal([1300L, 0L], parts.Select(p => p.Pack!.Alone.Micros));
    }

    [Fact]
    public void What_holds_a_packs_answer_together_would_not_have_been_paid_alone()
    {
        ModelCall call = ModelCall.Of(SampleTasks.Now, "m", new TokenUsage(2600, 0, 120, false), new TokenPrice(1, 1, 10));

        // The provider counts twice as many tokens as we do; of our 60 of the answer 30 are ids and braces.
        IReadOnlyList<ModelCall> parts = PackCosts.Split(call, "p/1", [new ItemTokens(200, 1200, 10, true), new ItemTokens(100, 1100, 20, true)], countedInput: 1300, countedOutput: 60);

        Assert.Equal([(40L, 2400 + 200L), (80L, 2200 + 400L)], parts.Select(p => (p.Usage.Output, p.Pack!.Alone.Micros)));
    }
}
