using AgentFunctions.Costs;
using AgentFunctions.Routing.Decisions;
using AgentFunctions.Routing.Evidence;
using AgentFunctions.Routing.Prediction;

namespace AgentFunctions.Bench.Routing;

/// <summary>
/// Routes the prompts one after another with a router that knows nothing at first and learns the outcome of the model it chose, and of
/// no other. Each point of the curve is such a pass of its own over all prompts, the first ones included, with another price a task as the goal.
/// </summary>
internal sealed class PrequentialRun(RoutingData data, RoutingPlan plan)
{
    private const int Passes = 19;
    private const int Promises = 5;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public RoutingOutcome Run(int seed)
    {
        int[] order = [.. Enumerable.Range(0, data.Prompts.Count)];
        new Random(seed).Shuffle(order);
        (CurvePoint Point, double Met, List<Forecast> Forecasts)[] passes = new (CurvePoint, double, List<Forecast>)[Passes + Promises];
        RoutingGoal[] goals = [.. Enumerable.Range(1, Passes).Select(SpendGoal), .. Enumerable.Range(0, Promises).Select(QualityGoal)];
        Parallel.For(0, goals.Length, i => passes[i] = Pass(goals[i], order, new Random((seed * 1000) + i)));
        CostQualityCurve curve = new(
            [new CurvePoint(0, data.Accuracy(0)), .. passes.Take(Passes).Select(p => p.Point), new CurvePoint(1, data.Accuracy(data.Models.Count - 1))]);
        return new RoutingOutcome(
            curve,
            [.. passes.Take(Passes).SelectMany(p => p.Forecasts)],
            [.. passes.Skip(Passes).Select((p, i) => new QualityPromise(((RoutingGoal.Quality)goals[Passes + i]).PassRate, p.Point.Accuracy, p.Point.Cost, p.Met))]);
    }

    private RoutingGoal.Spend SpendGoal(int step) => new(Usd.RoundUp((decimal)(plan.Prices[0] + ((plan.Prices[^1] - plan.Prices[0]) * step / (Passes + 1)))));

    private RoutingGoal.Quality QualityGoal(int step)
    {
        (double low, double high) = (data.Accuracy(0), data.Accuracy(data.Models.Count - 1));
        return new(Math.Clamp(low + ((high - low) * step / (Promises - 1)), 0, 1));
    }

    private (CurvePoint Point, double Met, List<Forecast> Forecasts) Pass(RoutingGoal goal, int[] order, Random random)
    {
        EvidencePrior prior = EvidencePrior.Of(0.5);
        DifficultyPredictor predictor = new(ModelPrior.Of([.. data.Models.Select(m => (m, 0.5))]));
        ModelEvidence[] evidence = [.. data.Models.Select(_ => ModelEvidence.None)];
        Router router = new(new RouterOptions());
        RecentTasks recent = new();
        ExplorationBudget exploration = ExplorationBudget.None;
        List<Forecast> forecasts = [];
        (double cost, int passes, int met) = (0, 0, 0);
        foreach (int index in order)
        {
            JudgedPrompt prompt = data.Prompts[index];
            Candidate[] candidates = [.. data.Models.Select((m, i) =>
                new Candidate(m, Usd.RoundUp((decimal)plan.Prices[i]), predictor.Predict(prompt.Features, m), evidence[i], prior))];
            RoutingDecision decision = router.Decide(new RoutingRequest(goal, candidates, recent, MayExplore: true, exploration), random);
            int chosen = data.Models.Index().First(m => m.Item == decision.Model).Index;
            bool passed = prompt.Passed[chosen];
            forecasts.Add(new Forecast(chosen, candidates[chosen].Prediction.PassRate, passed));
            (cost, passes, met) = (cost + plan.Relative(plan.Prices[chosen]), passes + (passed ? 1 : 0), met + (decision.MeetsGoal ? 1 : 0));
            exploration = exploration.With(decision);
            evidence[chosen] = evidence[chosen].With(passed ? 1 : 0, candidates[chosen].Prediction.PassRate, 0, Start, ModelEvidence.DefaultHalfLife);
            predictor.Learn(prompt.Features, decision.Model, passed);
        }

        return (new CurvePoint(cost / order.Length, (double)passes / order.Length), (double)met / order.Length, forecasts);
    }
}
