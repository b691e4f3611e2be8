using AgentFunctions.Routing.Features;
using AgentFunctions.Routing.Prediction;

namespace AgentFunctions.Tests.Routing;

public sealed class DifficultyPredictorTests
{
    private const int Seed = 20261125;

    private readonly Random _random = new(Seed);
    private readonly DifficultyPredictor _predictor = new([new ModelPrior("small", 0.5), new ModelPrior("large", 0.5)]);

    [Fact]
    public void A_plain_rule_is_learnt_from_some_tens_of_outcomes_one_by_one()
    {
        for (int i = 0; i < 60; i++)
        {
            (_, PromptFeatures features, bool hard) = SamplePrompts.Next(_random);
            _predictor.Learn(features, "small", !hard);
        }

        Assert.InRange(PassRate("small", SamplePrompts.Easy), 0.9, 1);
        Assert.InRange(PassRate("small", SamplePrompts.Hard), 0, 0.1);
    }

    [Fact]
    public void One_models_outcomes_say_nothing_of_another()
    {
        for (int i = 0; i < 60; i++)
        {
            (_, PromptFeatures features, bool hard) = SamplePrompts.Next(_random);
            _predictor.Learn(features, "small", !hard);
        }

        Assert.Equal(0.5, PassRate("large", SamplePrompts.Hard), 6);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Outcomes_that_follow_no_rule_make_it_sure_of_none(double rate)
    {
        List<PromptOutcomes> outcomes = [.. Enumerable.Range(0, 800).Select(_ =>
            new PromptOutcomes(SamplePrompts.Next(_random).Features, new Dictionary<string, bool> { ["small"] = _random.NextDouble() < rate }))];
        _predictor.Learn(outcomes);

        double[] foretold = [.. Enumerable.Range(0, 200).Select(_ => _predictor.Predict(SamplePrompts.Next(_random).Features, "small").PassRate)];

        Assert.InRange(foretold.Average(), rate - 0.06, rate + 0.06);
        Assert.All(foretold, p => Assert.InRange(p, rate - 0.25, Math.Min(1, rate + 0.25)));
    }

    [Fact]
    public void Foretold_rates_come_true_where_outcomes_are_uncertain()
    {
        List<(bool Hard, bool Passed)> learnt = [];
        for (int i = 0; i < 1500; i++)
        {
            (_, PromptFeatures features, bool hard) = SamplePrompts.Next(_random);
            learnt.Add((hard, _random.NextDouble() < (hard ? 0.35 : 0.8)));
            _predictor.Learn(features, "small", learnt[^1].Passed);
        }

        double Observed(bool hard) => learnt.Where(l => l.Hard == hard).Average(l => l.Passed ? 1.0 : 0);
        Assert.InRange(PassRate("small", SamplePrompts.Hard), Observed(hard: true) - 0.05, Observed(hard: true) + 0.05);
        Assert.InRange(PassRate("small", SamplePrompts.Easy), Observed(hard: false) - 0.05, Observed(hard: false) + 0.05);
    }

    [Fact]
    public void More_outcomes_make_it_surer()
    {
        PromptFeatures prompt = PromptFeatures.Of(SamplePrompts.Hard(_random));
        double before = _predictor.Predict(prompt, "small").LogOdds.Variance;
        for (int i = 0; i < 100; i++)
        {
            (_, PromptFeatures features, _) = SamplePrompts.Next(_random);
            _predictor.Learn(features, "small", _random.Next(2) == 1);
        }

        Assert.InRange(_predictor.Predict(prompt, "small").LogOdds.Variance, 0, before / 4);
    }

    [Fact]
    public void The_same_outcomes_give_the_same_predictions()
    {
        DifficultyPredictor[] both = [new([new ModelPrior("small", 0.6, -0.2)]), new([new ModelPrior("small", 0.6, -0.2)])];
        foreach (DifficultyPredictor predictor in both)
        {
            Random random = new(Seed);
            for (int i = 0; i < 50; i++)
            {
                (_, PromptFeatures features, bool hard) = SamplePrompts.Next(random);
                predictor.Learn(features, "small", !hard);
            }
        }

        PromptFeatures prompt = PromptFeatures.Of(SamplePrompts.Hard(new Random(1)));
        Assert.Equal(both[0].Predict(prompt, "small"), both[1].Predict(prompt, "small"));
    }

    [Fact]
    public void It_can_be_taught_and_asked_from_many_threads()
    {
        Parallel.For(0, 400, i =>
        {
            (_, PromptFeatures features, bool hard) = SamplePrompts.Next(new Random(i));
            _predictor.Learn(features, "small", !hard);
            Assert.InRange(_predictor.Predict(features, "small").PassRate, 0, 1);
        });

        Assert.Equal(400, _predictor.Outcomes);
        Assert.InRange(PassRate("small", SamplePrompts.Hard), 0, 0.1);
    }

    [Fact]
    public void What_made_a_prompt_hard_is_named()
    {
        for (int i = 0; i < 200; i++)
        {
            bool trap = _random.Next(2) == 1;
            _predictor.Learn(PromptFeatures.Of($"{SamplePrompts.Easy(_random)} {(trap ? "Beware zeppelins." : "Beware nothing.")}"), "small", !trap);
        }

        IReadOnlyList<Contribution> why = _predictor.Explain("Ann has 3 eggs and buys 4 more. How many does she have? Beware zeppelins.", "small", 12);

        Assert.Equal(12, why.Count);
        Assert.Contains(why, c => c.Feature.Contains("zeppelins", StringComparison.Ordinal) && c.LogOdds < 0);
        Assert.Equal(why.OrderByDescending(c => Math.Abs(c.LogOdds)), why);
    }

    [Fact]
    public void An_unknown_model_is_named_and_nothing_is_learnt()
    {
        PromptFeatures prompt = PromptFeatures.Of("How many?");

        ArgumentException error = Assert.Throws<ArgumentException>(() => _predictor.Learn(
            [new PromptOutcomes(prompt, new Dictionary<string, bool> { ["small"] = true, ["tiny"] = true })]));

        Assert.Contains("'tiny'", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, _predictor.Outcomes);
        _predictor.Know(new ModelPrior("tiny", 0.3));
        Assert.InRange(_predictor.Predict(prompt, "tiny").PassRate, 0.28, 0.32);
    }

    private double PassRate(string model, Func<Random, string> prompt) =>
        Enumerable.Range(0, 50).Average(_ => _predictor.Predict(PromptFeatures.Of(prompt(_random)), model).PassRate);
}
