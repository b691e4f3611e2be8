using AgentFunctions.Costs;
using AgentFunctions.Routing.Decisions;
using AgentFunctions.Routing.Evidence;
using AgentFunctions.Routing.Prediction;

namespace AgentFunctions.Tests.Routing;

public sealed class EscalationTests
{
    [Fact]
    public void A_chain_pays_the_next_model_for_what_the_first_does_not_pass()
    {
        Offer[] chains = Escalation.Chains([new Offer(1, 0.6, 0.5), new Offer(10, 0.9, 0.8)], checkPrice: 0.5);

        Assert.Equal(1.5 + (0.4 * 10.5), chains[0].Price, 12);
        Assert.Equal(0.6 + (0.4 * 0.9), chains[0].PassRate, 12);
        Assert.Equal(0.5 + (0.5 * 0.8), chains[0].LowerPassRate, 12);
        Assert.Equal(new Offer(10.5, 0.9, 0.8), chains[1]);
    }

    [Fact]
    public void A_dearer_model_that_is_no_better_is_passed_over()
    {
        Offer[] alone = [new Offer(1, 0.6, 0.5), new Offer(5, 0.55, 0.5), new Offer(10, 0.9, 0.8)];

        Assert.Equal((2, 2, null), (Escalation.Next(alone, 0), Escalation.Next(alone, 1), Escalation.Next(alone, 2)));
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.95)]
    public void With_checks_a_goal_is_reached_at_less_than_the_dear_models_price(double goal)
    {
        int seed = Random.Shared.Next();
        Random random = new(seed);
        RecentTasks recent = new();
        Router router = new(new RouterOptions { ExplorationShare = 0 });
        (double spent, int passed) = (0, 0);
        const int Tasks = 2_000;
        for (int i = 0; i < Tasks; i++)
        {
            double small = random.NextDouble() < 0.5 ? 0.9 : 0.3;
            RoutingRequest request = new(new RoutingGoal.Quality(goal), [Model("small", 1, small, 0.6), Model("large", 20, 0.92, 0.92)], recent, false, ExplorationBudget.None) { Escalates = true };
            bool isSmall = router.Decide(request, random).Model == "small";
            bool isPassed = isSmall && random.NextDouble() < small;
            spent += isSmall ? (isPassed ? 1 : 21) : 20;
            passed += isPassed || random.NextDouble() < 0.92 ? 1 : 0;
        }

        Assert.True(passed >= (goal - 0.02) * Tasks, $"seed {seed}: {passed} of {Tasks} passed");
        Assert.True(spent < 13 * Tasks, $"seed {seed}: {spent / Tasks} a task");
    }

    [Fact]
    public void A_check_that_costs_more_than_the_cheap_model_saves_sends_tasks_to_the_dear_one_at_once()
    {
        RoutingRequest request = new(new RoutingGoal.Quality(0.85), [Model("small", 1, 0.5, 0.5), Model("large", 20, 0.92, 0.92)], new RecentTasks(), false, ExplorationBudget.None)
        {
            Escalates = true,
        };

        RoutingDecision free = new Router(new RouterOptions()).Decide(request, new Random(1));
        RoutingDecision dear = new Router(new RouterOptions()).Decide(request with { CheckPrice = Usd.RoundUp(30) }, new Random(1));

        Assert.Equal(("small", "large"), (free.Model, dear.Model));
        Assert.Equal(Usd.RoundUp(50), dear.Chosen.WholePrice);
        Assert.Equal(Usd.RoundUp(20), dear.Chosen.Price);
    }

    // A thousand outcomes as foretold.
    private static Candidate Model(string name, decimal price, double foretold, double passRate) => new(
        name,
        Usd.RoundUp(price),
        new PassPrediction(name, new Gaussian(Logistic.LogOdds(foretold), 0.01), foretold),
        new ModelEvidence(1000 * passRate, 1000, 1000 * passRate, 0, DateTimeOffset.UnixEpoch),
        EvidencePrior.Of(passRate));
}
