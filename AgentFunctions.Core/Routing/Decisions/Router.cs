using AgentFunctions.Costs;
using AgentFunctions.Routing.Evidence;
using AgentFunctions.Routing.Prediction;

namespace AgentFunctions.Routing.Decisions;

/// <summary>
/// Picks the cheapest model that is good enough. Good enough is a pass rate over an agent's tasks, so that a dearer model goes to those
/// tasks that gain most by it, and to no more of them than the goal takes.
/// </summary>
/// <remarks>Pure but for the randomness handed in and for <see cref="RecentTasks"/>, which learns of the task.</remarks>
public sealed class Router(RouterOptions options)
{
    /// <summary>Routes one task.</summary>
    /// <exception cref="ArgumentException">No candidate, or one model twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The goal is a pass rate outside 0 and 1.</exception>
    public RoutingDecision Decide(RoutingRequest request, Random random)
    {
        Ensure(request);
        Candidate[] candidates = [.. request.Candidates.OrderBy(c => c.Price).ThenBy(c => c.Model, StringComparer.Ordinal)];
        Offer[] alone = [.. candidates.Select(Offered)];
        Offer[] offers = Chained(request, alone);
        GoingRate? found = request.Recent.GoingRate(request.Goal);
        request.Recent.Add(offers);
        if (found is not { } going)
        {
            return ColdStart(request.Goal, candidates, alone, offers, random);
        }

        int best = TradeOff.Take(offers, going.PassRate, ties: going.TieShare > 0 && random.NextDouble() < going.TieShare);
        int taken = request.MayExplore ? Explore(request, candidates, best, going.PassRate, random) : best;
        return Decision(request.Goal, candidates, alone, offers, taken, going, i =>
            i == taken ? (taken == best ? CandidateVerdict.Chosen : CandidateVerdict.Explored)
            : i == best ? CandidateVerdict.GaveWayToExploration
            : WhyNot(offers, i, best));
    }

    private static CandidateVerdict WhyNot(Offer[] offers, int candidate, int taken) =>
        offers[candidate].Price > offers[taken].Price ? CandidateVerdict.NotWorthItsPrice : CandidateVerdict.PassesTooRarely;

    private static Offer[] Chained(RoutingRequest request, Offer[] alone) =>
        request.Escalates ? Escalation.Chains(alone, (double)request.CheckPrice.Amount) : alone;

    private Offer Offered(Candidate candidate)
    {
        (double lower, double middle, _) = candidate.Evidence.Correction(candidate.Prior, options.Confidence);
        double logOdds = candidate.Prediction.LogOdds.Mean;
        return new Offer((double)candidate.Price.Amount, Logistic.Of(logOdds + middle), Logistic.Of(logOdds + lower));
    }

    /// <summary>Thompson sampling: as often as a model may be the best one, by what is known, it is tried; within the budget.</summary>
    private int Explore(RoutingRequest request, Candidate[] candidates, int best, double goingRate, Random random)
    {
        if (options.ExplorationShare <= 0)
        {
            return best;
        }

        Offer[] drawn = Chained(request, [.. candidates.Select(c => Drawn(c, random))]);
        int taken = TradeOff.Take(drawn, goingRate);
        return request.Exploration.Allows(candidates[taken].Price, options.ExplorationShare) ? taken : best;
    }

    private static Offer Drawn(Candidate candidate, Random random)
    {
        Gaussian foretold = candidate.Prediction.LogOdds;
        double passes = candidate.Evidence.Passes + candidate.Prior.Passes;
        double trials = candidate.Evidence.Trials + candidate.Prior.Trials;
        double rate = Sampling.Beta(passes, trials - passes, random);
        double expected = (candidate.Evidence.Expected + candidate.Prior.Passes) / trials;
        double logOdds = foretold.Mean + (Math.Sqrt(foretold.Variance) * Sampling.Normal(random)) + Logistic.LogOdds(rate) - Logistic.LogOdds(expected);
        double passRate = Logistic.Of(logOdds);
        return new Offer((double)candidate.Price.Amount, passRate, passRate);
    }

    // Before there is a going rate: the cheapest whose lower bound is good enough, or the likeliest to pass; with a price as the goal,
    // a draw that costs this price on average.
    private RoutingDecision ColdStart(RoutingGoal goal, Candidate[] candidates, Offer[] alone, Offer[] offers, Random random)
    {
        switch (goal)
        {
            case RoutingGoal.Quality quality:
                int[] byPrice = [.. Enumerable.Range(0, offers.Length).OrderBy(i => offers[i].Price)];
                int[] enough = [.. byPrice.Where(i => offers[i].LowerPassRate >= quality.PassRate)];
                int taken = enough.Length > 0 ? enough[0] : byPrice.MaxBy(i => offers[i].PassRate);
                return Decision(goal, candidates, alone, offers, taken, new GoingRate(0, 0, enough.Length > 0), i =>
                    i == taken ? CandidateVerdict.Chosen : WhyNot(offers, i, taken));
            case RoutingGoal.Spend spend:
                double low = offers[0].Price;
                double high = offers[^1].Price;
                int drawn = high > low && random.NextDouble() < ((double)spend.PerTask.Amount - low) / (high - low) ? offers.Length - 1 : 0;
                return Decision(goal, candidates, alone, offers, drawn, new GoingRate(0, 0, true), i => i == drawn ? CandidateVerdict.Drawn : CandidateVerdict.GaveWayToExploration);
            default:
                throw new ArgumentOutOfRangeException(nameof(goal));
        }
    }

    private RoutingDecision Decision(
        RoutingGoal goal, Candidate[] candidates, Offer[] alone, Offer[] offers, int taken, GoingRate going, Func<int, CandidateVerdict> verdict) =>
        new(candidates[taken].Model, goal, going.MeetsGoal, going.PassRate, [.. candidates.Select((c, i) => new CandidateScore(
            c.Model,
            c.Price,
            alone[i].PassRate,
            alone[i].LowerPassRate,
            c.Evidence.PassRate(c.Prior, options.Confidence),
            c.Evidence.Trials,
            Usd.RoundUp((decimal)offers[i].Price),
            offers[i].PassRate,
            offers[i].PassRate - (going.PassRate * offers[i].Price),
            verdict(i)))]);

    private static void Ensure(RoutingRequest request)
    {
        if (request.Candidates.Count == 0 || request.Candidates.DistinctBy(c => c.Model).Count() < request.Candidates.Count)
        {
            throw new ArgumentException("Routing needs at least one candidate, and each model once.", nameof(request));
        }

        if (request.Goal is RoutingGoal.Quality { PassRate: not (>= 0 and <= 1) } quality)
        {
            throw new ArgumentOutOfRangeException(nameof(request), quality.PassRate, "A pass rate must lie within 0 and 1.");
        }
    }
}
