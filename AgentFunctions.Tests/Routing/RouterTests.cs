using AgentFunctions.Costs;
using AgentFunctions.Routing.Decisions;
using AgentFunctions.Routing.Evidence;
using AgentFunctions.Routing.Prediction;

namespace AgentFunctions.Tests.Routing;

public sealed class RouterTests
{
    private const int Seed = 5;

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(Seed);
    private readonly RecentTasks _recent = new();
    private ExplorationBudget _exploration = ExplorationBudget.None;

    [Fact]
    public void At_first_the_cheapest_whose_lower_bound_is_good_enough_is_taken()
    {
        RoutingDecision decision = Decide(0.7, mayExplore: true, Model("small", 1, 0.5), Model("middle", 3, 0.8), Model("large", 10, 0.9));

        Assert.Equal("middle", decision.Model);
        Assert.True(decision.MeetsGoal);
        Assert.Equal(
            [CandidateVerdict.PassesTooRarely, CandidateVerdict.Chosen, CandidateVerdict.NotWorthItsPrice],
            decision.Candidates.Select(c => c.Verdict));
    }

    [Fact]
    public void Little_evidence_is_not_taken_for_much()
    {
        // 9 in 10 passed, and the bound on so few is far below.
        Candidate untried = Model("small", 1, 0.9) with { Evidence = ModelEvidence.None, Prior = EvidencePrior.Of(0.9) };

        Assert.Equal("large", Decide(0.85, mayExplore: false, untried, Model("large", 10, 0.9)).Model);
        Assert.Equal("small", Decide(0.85, mayExplore: false, Model("small", 1, 0.9), Model("large", 10, 0.9)).Model);
    }

    [Fact]
    public void When_none_is_good_enough_the_best_is_taken_and_said_to_fall_short()
    {
        RoutingDecision decision = Decide(0.99, mayExplore: false, Model("small", 1, 0.5), Model("large", 10, 0.8));

        Assert.Equal("large", decision.Model);
        Assert.False(decision.MeetsGoal);
    }

    [Fact]
    public void Over_many_tasks_the_dear_model_gets_those_that_gain_most_and_no_more_than_the_goal_takes()
    {
        // Half of the prompts are as easy for the small model; it passes 0.4 of the others.
        List<(bool Hard, string Model)> routed = [];
        for (int i = 0; i < 600; i++)
        {
            bool hard = _random.Next(2) == 1;
            routed.Add((hard, Decide(0.75, mayExplore: false, Model("small", 1, hard ? 0.4 : 0.9, 0.65), Model("large", 10, 0.92)).Model));
        }

        (bool Hard, string Model)[] settled = [.. routed.Skip(300)];
        double passRate = settled.Average(r => r.Model == "large" ? 0.92 : r.Hard ? 0.4 : 0.9);
        Assert.DoesNotContain(settled, r => !r.Hard && r.Model == "large");
        Assert.Contains(settled, r => r.Hard && r.Model == "small");
        Assert.InRange(passRate, 0.74, 0.9);
    }

    [Fact]
    public void A_goal_that_the_cheapest_reaches_takes_no_other()
    {
        string[] models = [.. Enumerable.Range(0, 100).Select(_ => Decide(0.5, mayExplore: false, Model("small", 1, 0.7), Model("large", 10, 0.9)).Model)];

        Assert.All(models, m => Assert.Equal("small", m));
    }

    [Theory]
    [InlineData(2.5)]
    [InlineData(5.5)]
    [InlineData(9)]
    public void A_price_a_task_is_kept_on_average_and_spent_where_it_helps_most(double perTask)
    {
        double spent = 0;
        List<(double Gain, bool Dear)> routed = [];
        for (int i = 0; i < 2_000; i++)
        {
            double gain = 0.05 + (0.4 * _random.NextDouble());
            RoutingDecision decision = Decide(new RoutingGoal.Spend(Usd.RoundUp((decimal)perTask)), false, Model("small", 1, 0.5), Model("large", 10, 0.5 + gain));
            spent += (double)decision.Chosen.Price.Amount;
            routed.Add((gain, decision.Model == "large"));
        }

        Assert.InRange(spent / 2_000, perTask * 0.9, perTask * 1.1);
        Assert.True(routed.Skip(100).Where(r => r.Dear).Average(r => r.Gain) > routed.Skip(100).Where(r => !r.Dear).Average(r => r.Gain) + 0.1);
    }

    [Fact]
    public void Forbidden_exploration_never_happens()
    {
        for (int i = 0; i < 2_000; i++)
        {
            RoutingDecision decision = Decide(0.5, mayExplore: false, Untried("small", 1), Untried("large", 2));
            Assert.False(decision.Explored);
            Assert.DoesNotContain(decision.Candidates, c => c.Verdict == CandidateVerdict.GaveWayToExploration);
        }
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.01)]
    public void Exploration_stays_within_its_share_of_tasks_and_of_spend(double share)
    {
        Router router = new(new RouterOptions { ExplorationShare = share });
        int explored = 0;
        for (int i = 0; i < 4_000; i++)
        {
            RoutingDecision decision = router.Decide(new RoutingRequest(Quality(0.6), [Untried("small", 1), Untried("large", 2)], _recent, true, _exploration), _random);
            _exploration = _exploration.With(decision);
            explored += decision.Explored ? 1 : 0;
            Assert.True(_exploration.ExploredTasks <= share * _exploration.Tasks, $"seed {Seed}: {_exploration}");
            Assert.True(_exploration.ExploredSpent.Micros <= share * _exploration.Spent.Micros, $"seed {Seed}: {_exploration}");
        }

        Assert.True(explored > 0, $"seed {Seed}: nothing was explored");
        Assert.Equal(explored, _exploration.ExploredTasks);
    }

    [Fact]
    public void A_model_known_to_be_worse_is_hardly_explored()
    {
        Router router = new(new RouterOptions { ExplorationShare = 1 });
        int explored = Enumerable.Range(0, 2_000).Count(_ => router.Decide(
            new RoutingRequest(Quality(0.5), [Model("small", 1, 0.8), Model("large", 2, 0.3)], _recent, true, ExplorationBudget.None), _random).Explored);

        Assert.InRange(explored, 0, 20);
    }

    [Fact]
    public void Every_candidate_is_told_with_price_pass_rate_and_reason()
    {
        RoutingDecision decision = Decide(0.7, mayExplore: false, Model("large", 10, 0.9), Model("small", 1, 0.8));

        Assert.Equal(["small", "large"], decision.Candidates.Select(c => c.Model));
        Assert.Equal(Usd.RoundUp(1), decision.Chosen.Price);
        Assert.InRange(decision.Chosen.PassRate, 0.79, 0.81);
        Assert.True(decision.Chosen.LowerPassRate < decision.Chosen.PassRate);
        Assert.Single(decision.Candidates, c => c.Verdict == CandidateVerdict.Chosen);
    }

    [Fact]
    public void Expected_prices_count_the_answers_tokens_as_they_have_been()
    {
        TokenPrice price = new(1, 1, 10);
        ModelEvidence wordy = new(5, 9, 5, 9_000, Now);

        // 1,000 input tokens at 1, and (9,000 + 100) / 10 output tokens at 10 dollars a million.
        Assert.Equal(Usd.RoundUp(0.0101m), Candidate.ExpectedPrice(price, 1_000, wordy, 100));
        Assert.Equal(Usd.RoundUp(0.002m), Candidate.ExpectedPrice(price, 1_000, ModelEvidence.None, 100));
    }

    [Fact]
    public void Impossible_requests_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Decide(0.5, false));
        Assert.Throws<ArgumentException>(() => Decide(0.5, false, Model("small", 1, 0.5), Model("small", 2, 0.6)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Decide(1.1, false, Model("small", 1, 0.5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Decide(double.NaN, false, Model("small", 1, 0.5)));
    }

    private static RoutingGoal.Quality Quality(double passRate) => new(passRate);

    /// <summary>A model that has been tried so often that its bounds are close.</summary>
    private static Candidate Model(string name, decimal price, double passRate, double? overall = null)
    {
        double rate = overall ?? passRate;
        return new Candidate(
            name, Usd.RoundUp(price), Foretold(name, passRate, 0.001), new ModelEvidence(2_000 * rate, 2_000, 2_000 * rate, 0, Now), EvidencePrior.Of(rate));
    }

    private static Candidate Untried(string name, decimal price) =>
        new(name, Usd.RoundUp(price), Foretold(name, 0.6, 1), ModelEvidence.None, EvidencePrior.Of(0.6));

    private static PassPrediction Foretold(string name, double passRate, double variance) =>
        new(name, new Gaussian(Math.Log(passRate / (1 - passRate)), variance), passRate);

    private RoutingDecision Decide(double quality, bool mayExplore, params Candidate[] candidates) => Decide(Quality(quality), mayExplore, candidates);

    private RoutingDecision Decide(RoutingGoal goal, bool mayExplore, params Candidate[] candidates) =>
        new Router(new RouterOptions()).Decide(new RoutingRequest(goal, candidates, _recent, mayExplore, _exploration), _random);
}
