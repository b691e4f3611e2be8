using AgentFunctions.Costs;
using AgentFunctions.Tasks;

namespace AgentFunctions.Batching.Collecting;

/// <summary>Whether sharing a request saves enough to be worth the wait for company.</summary>
internal static class BatchWorth
{
    // What packing adds: an item's marks in the prompt, and its id and braces in the answer.
    private const int MarkTokens = 30;
    private const int EntryTokens = 12;

    /// <summary>Tokens of the rules for several items, once a request.</summary>
    private const int RulesTokens = 160;

    /// <summary>The share of the price that a task must save by sharing: a standard task waits for it, an economy task has the time anyway.</summary>
    public static double LeastSaving(Lane lane) => lane switch
    {
        Lane.Interactive => double.PositiveInfinity,
        Lane.Standard => 0.1,
        _ => 0.02,
    };

    /// <summary>Expected share of a task's price that is saved, below 0 where packing adds more than it saves.</summary>
    /// <param name="shared">Input tokens that all tasks of the agent have in common.</param>
    /// <param name="own">Input tokens of the task alone.</param>
    /// <param name="output">Output tokens that its answer usually has.</param>
    /// <param name="items">Tasks that are likely to share a request, 1 or more.</param>
    public static double SavingShare(TokenPrice price, long shared, long own, double output, double items)
    {
        double alone = ((double)price.Input * (shared + own)) + ((double)price.Output * output);
        double packed = ((double)price.Input * (((shared + RulesTokens) / items) + own + MarkTokens)) + ((double)price.Output * (output + EntryTokens));
        return alone <= 0 ? 0 : 1 - (packed / alone);
    }
}
