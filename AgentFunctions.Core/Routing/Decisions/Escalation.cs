namespace AgentFunctions.Routing.Decisions;

/// <summary>
/// What it takes to begin with a model and to go on to dearer ones for as long as the answer does not pass its checks. What the first one would have
/// passed is paid at its price; the rest is paid at both.
/// </summary>
/// <remarks>
/// Whether the next model passes is taken to be independent of the failure before it, given the prompt. On the GSM8K answers of <c>bench routing</c> GPT-4 passes on
/// 80% of what Mixtral failed, and on 86% of all.
/// </remarks>
public static class Escalation
{
    /// <summary>The offers, each as the beginning of such a chain.</summary>
    /// <param name="alone">Of each model by itself, cheapest first.</param>
    /// <param name="checkPrice">US dollars that checking one answer takes, 0 or more.</param>
    public static Offer[] Chains(IReadOnlyList<Offer> alone, double checkPrice)
    {
        Offer[] chains = new Offer[alone.Count];
        for (int i = alone.Count - 1; i >= 0; i--)
        {
            Offer offer = alone[i];
            chains[i] = offer with { Price = offer.Price + checkPrice };
            if (Next(alone, i) is { } next)
            {
                chains[i] = new Offer(
                    chains[i].Price + ((1 - offer.PassRate) * chains[next].Price),
                    offer.PassRate + ((1 - offer.PassRate) * chains[next].PassRate),
                    offer.LowerPassRate + ((1 - offer.LowerPassRate) * chains[next].LowerPassRate));
            }
        }

        return chains;
    }

    /// <summary>The model to go on with: the cheapest of those that are likelier to pass; null when there is none.</summary>
    public static int? Next(IReadOnlyList<Offer> alone, int failed)
    {
        for (int i = failed + 1; i < alone.Count; i++)
        {
            if (alone[i].PassRate > alone[failed].PassRate)
            {
                return i;
            }
        }

        return null;
    }
}
