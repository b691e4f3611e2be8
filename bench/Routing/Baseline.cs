namespace AgentFunctions.Bench.Routing;

/// <summary>Cost and accuracy of ways to answer that need no router, over all prompts.</summary>
/// <param name="Price">Mean price of a prompt, checks included.</param>
internal sealed record Baseline(string Name, double Price, double Accuracy)
{
    /// <summary>The cheapest model that is right; where none is, the cheapest. No router can do better at its price.</summary>
    public static Baseline Oracle(RoutingData data, RoutingPlan plan) => new(
        "oracle",
        data.Prompts.Average(p => plan.Prices[Math.Max(0, Array.IndexOf(p.Passed, true))]),
        data.Prompts.Average(p => p.Passed.Contains(true) ? 1.0 : 0));

    /// <summary>
    /// Asks the cheapest model, checks, and asks the next when the check says no. Expected over the check's errors, which fall on right and
    /// wrong answers alike; every call and every check is paid. The last answer is taken as it is.
    /// </summary>
    public static Baseline Cascade(RoutingData data, RoutingPlan plan, double accuracy)
    {
        (double price, double right) = (0, 0);
        foreach (JudgedPrompt prompt in data.Prompts)
        {
            double reached = 1;
            for (int model = 0; model < data.Models.Count; model++)
            {
                bool last = model == data.Models.Count - 1;
                double accepted = last ? 1 : prompt.Passed[model] ? accuracy : 1 - accuracy;
                price += reached * (plan.Prices[model] + (last ? 0 : plan.CheckPrice));
                right += reached * accepted * (prompt.Passed[model] ? 1 : 0);
                reached *= 1 - accepted;
            }
        }

        return new Baseline(FormattableString.Invariant($"cascade, check right in {accuracy:0%}"), price / data.Prompts.Count, right / data.Prompts.Count);
    }
}
