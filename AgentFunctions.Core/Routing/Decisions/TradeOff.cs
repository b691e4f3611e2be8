namespace AgentFunctions.Routing.Decisions;

/// <summary>One model for one task, as a price and a pass rate.</summary>
/// <param name="Price">US dollars.</param>
/// <param name="PassRate">What the choice is made by.</param>
/// <param name="LowerPassRate">What is counted on.</param>
public readonly record struct Offer(double Price, double PassRate, double LowerPassRate);

/// <summary>
/// Price against pass rate. A task takes the offer with the largest <c>pass rate - going rate × price</c>; as the going rate
/// falls from infinity, it moves from the cheapest offer over ever dearer ones, and below a going rate of 0 to the dearest. Taking
/// every task's offer at one and the same going rate gives the best mean pass rate at its mean price (Lagrange; for routing: CARROT,
/// arXiv 2502.03261).
/// </summary>
public static class TradeOff
{
    /// <summary>The offers that some going rate takes, from the cheapest to the dearest, each with the going rate below which it is taken.</summary>
    /// <remarks>These are the corners of the upper convex hull of the offers as points (price, pass rate).</remarks>
    public static IReadOnlyList<(int Offer, double BelowRate)> Path(IReadOnlyList<Offer> offers)
    {
        List<(int Offer, double BelowRate)> path = [];
        foreach (int next in Enumerable.Range(0, offers.Count).OrderBy(i => offers[i].Price).ThenByDescending(i => offers[i].PassRate))
        {
            if (path.Count > 0 && offers[next].Price <= offers[path[^1].Offer].Price)
            {
                continue; // The same price for a lower pass rate.
            }

            while (path.Count > 1 && Rate(offers[path[^1].Offer], offers[next]) >= path[^1].BelowRate)
            {
                path.RemoveAt(path.Count - 1);
            }

            path.Add((next, path.Count == 0 ? double.PositiveInfinity : Rate(offers[path[^1].Offer], offers[next])));
        }

        return path;
    }

    /// <summary>The offer taken at a going rate.</summary>
    /// <param name="ties">Whether to take a dearer offer that is worth exactly its price.</param>
    public static int Take(IReadOnlyList<Offer> offers, double goingRate, bool ties = false) =>
        Path(offers).Last(p => goingRate < p.BelowRate || (ties && goingRate == p.BelowRate)).Offer;

    private static double Rate(Offer cheaper, Offer dearer) => (dearer.PassRate - cheaper.PassRate) / (dearer.Price - cheaper.Price);
}
