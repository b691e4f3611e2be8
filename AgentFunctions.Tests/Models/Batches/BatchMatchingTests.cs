using AgentFunctions.Costs;
using AgentFunctions.Models.Batches;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Tests.Models.Batches;

public sealed class BatchMatchingTests
{
    [Fact]
    public async Task Each_request_gets_one_result_whatever_the_provider_sends()
    {
        int seed = Random.Shared.Next();
        Random random = new(seed);
        string[] asked = [.. Enumerable.Range(0, 20).Select(i => $"r{i}")];
        for (int round = 0; round < 200; round++)
        {
            BatchResult[] sent = [.. Enumerable.Range(0, random.Next(40)).Select(_ => Any(random))];

            List<BatchResult> matched = [];
            await foreach (BatchResult result in sent.ToAsyncEnumerable().AgainstAsync(asked, TestContext.Current.CancellationToken))
            {
                matched.Add(result);
            }

            string[] got = [.. matched.Select(IdOf).OfType<string>()];
            Assert.True(got.Order(StringComparer.Ordinal).SequenceEqual(asked.Order(StringComparer.Ordinal)), $"seed {seed}, round {round}");
            Assert.Equal(sent.Length, matched.Count(r => r is not BatchResult.Missing));
            Assert.Equal(sent.Count(r => r is BatchResult.Unreadable), matched.Count(r => r is BatchResult.Unreadable));
        }
    }

    private static BatchResult Any(Random random) => (random.Next(5), $"r{random.Next(25)}") switch
    {
        (0, _) => new BatchResult.Unreadable(random.Next(1, 9), "broken"),
        (1, var id) => new BatchResult.Expired(id),
        (2, var id) => new BatchResult.Cancelled(id),
        var (_, id) => new BatchResult.Answered(id, "x", new TokenUsage(1, 0, 1, false), ChatFinishReason.Stop),
    };

    // Strays and broken lines are nobody's.
    private static string? IdOf(BatchResult result) => result switch
    {
        BatchResult.Answered answered => answered.CustomId,
        BatchResult.Expired expired => expired.CustomId,
        BatchResult.Cancelled cancelled => cancelled.CustomId,
        BatchResult.Missing missing => missing.CustomId,
        _ => null,
    };
}
