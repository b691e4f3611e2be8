using AgentFunctions.Agents;
using AgentFunctions.Costs.Reports.Top;
using AgentFunctions.Models;

namespace AgentFunctions.Costs.Reports.Levers;

/// <summary>One request for several small tasks: what is the same in each prompt is paid once.</summary>
internal static class SharedPrompt
{
    /// <summary>What the default batch policy would have saved; null when the agent has a policy or tools, or its tasks are large or came too far apart.</summary>
    /// <param name="price">Of the group's model today; null when it is no longer in the catalogue.</param>
    public static Suggestion? Of(GroupFacts facts, TokenPrice? price, TokenCounter tokens)
    {
        if (facts is not { Agent: { Batch: null, Tools: [] } agent, Group: { Calls: > 0 } group } || price is null)
        {
            return null;
        }

        // Where tokens are counted here, the schema is not among them, and not every provider counts it. In any case no call
        // holds more of the shared part than the smallest one has.
        int schema = group.Usage.Estimated ? 0 : tokens.Count(agent.OutputSchema.GetRawText());
        long shared = Math.Min(tokens.Count(agent.Instructions.System) + schema, group.SmallestInput);
        long mean = group.Usage.Input / group.Calls;
        AgentBatchPolicy policy = AgentBatchPolicy.Default;
        long items = Math.Min(policy.MaxItems, (policy.MaxInputTokens - shared) / Math.Max(mean - shared, 1));
        if (mean > 2 * shared || items < 2)
        {
            return null;
        }

        (int tasks, int requests) = Requests(facts.Tasks, items, policy.MaxWait);
        Usd saved = Usd.FromMicros((long)((tasks - requests) * PriceOf(shared, group, price)));
        return saved > default(Usd) ? new Suggestion.Batch(tasks, requests, mean, shared, policy, saved) : null;
    }

    /// <summary>How many requests tasks make that wait this long for company.</summary>
    private static (int Tasks, int Requests) Requests(IEnumerable<TaskPoint> tasks, long items, TimeSpan wait)
    {
        (int count, int requests, long inRequest, double closes) = (0, 0, 0, 0);
        foreach (long at in tasks.Select(t => t.CreatedAt).Order())
        {
            count++;
            if (inRequest == 0 || inRequest == items || at > closes)
            {
                (requests, inRequest, closes) = (requests + 1, 0, at + wait.TotalMilliseconds);
            }

            inRequest++;
        }

        return (count, requests);
    }

    // In micro-dollars, which tokens times dollars a million tokens are. What providers cache is the beginning, which is the shared part.
    private static decimal PriceOf(long shared, CostGroup group, TokenPrice price)
    {
        long cached = Math.Min(shared, group.Usage.CachedInput / group.Calls);
        return (cached * price.CachedInput) + ((shared - cached) * price.Input);
    }
}
