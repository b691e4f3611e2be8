using AgentFunctions.Models;

namespace AgentFunctions.Bench.Batching;

/// <summary>All that was measured.</summary>
/// <param name="Groups">One for each length of the instructions.</param>
/// <param name="Adaptive">With a model that is bad at packs: the size held, and the size that finds itself.</param>
internal sealed record BatchingSeries(BatchingPlan Plan, IReadOnlyList<BatchingGroup> Groups, BatchingGroup? Adaptive)
{
    public static async Task<BatchingSeries> MeasureAsync(BatchingPlan plan, TokenCounter tokens, CancellationToken cancellationToken)
    {
        BatchingTickets tickets = new(plan, tokens);
        List<BatchingGroup> groups = [];
        foreach (int instructions in plan.Instructions)
        {
            BatchingFigures alone = await RunAsync(new BatchingCase(instructions, 1, BatchingWay.Alone, plan.Habits));
            List<BatchingFigures> packed = [];
            foreach (int size in plan.Sizes.Where(s => s > 1))
            {
                packed.Add(await RunAsync(new BatchingCase(instructions, size, BatchingWay.Decided, plan.Habits)));
                if (!packed[^1].IsPacked)
                {
                    packed.Add(await RunAsync(new BatchingCase(instructions, size, BatchingWay.Forced, plan.Habits)));
                }
            }

            if (plan.Sizes[^1] > 1)
            {
                packed.Add(await RunAsync(new BatchingCase(instructions, plan.Sizes[^1], BatchingWay.Adaptive, plan.Habits)));
            }

            groups.Add(new BatchingGroup(instructions, alone, packed));
        }

        return new BatchingSeries(plan, groups, plan.Sizes[^1] > 1 ? await AdaptiveAsync() : null);

        async Task<BatchingGroup> AdaptiveAsync()
        {
            (int instructions, int size, ModelHabits bad) = (plan.Instructions[^1], plan.Sizes[^1], plan.Habits with { Growth = plan.BadGrowth });
            return new BatchingGroup(instructions, groups[^1].Alone,
            [
                await RunAsync(new BatchingCase(instructions, size, BatchingWay.Decided, bad)), await RunAsync(new BatchingCase(instructions, size, BatchingWay.Adaptive, bad)),
            ]);
        }

        async Task<BatchingFigures> RunAsync(BatchingCase run)
        {
            await using BatchingRun measured = new(plan, run, tickets, tokens);
            return await measured.RunAsync(cancellationToken);
        }
    }
}

/// <summary>Runs of the same agent and the same tickets.</summary>
/// <param name="Packed">By size; where the product packs nothing, a second run of that size in which it has to; last the size that finds itself.</param>
internal sealed record BatchingGroup(int Instructions, BatchingFigures Alone, IReadOnlyList<BatchingFigures> Packed)
{
    /// <summary>By size, the runs in which tasks shared requests of a size that was held.</summary>
    public IReadOnlyList<BatchingFigures> Held => [.. Packed.Where(f => f.IsPacked && f.Case.Way != BatchingWay.Adaptive)];
}
