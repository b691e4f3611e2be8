using AgentFunctions.Routing.Decisions;
using AgentFunctions.Routing.Prediction;

namespace AgentFunctions.Bench.Routing;

/// <summary>
/// Learns on four fifths of the prompts and routes the other fifth, five times. The curve is what the router's trade-off takes at every
/// going rate, from only the cheapest model to only the dearest.
/// </summary>
internal sealed class KFoldRun(RoutingData data, RoutingPlan plan)
{
    private const int Folds = 5;

    public RoutingOutcome Run(int seed)
    {
        // A prompt that stands in the file twice must not be met in training and in testing.
        int[][] order = [.. Enumerable.Range(0, data.Prompts.Count).GroupBy(i => data.Prompts[i].Text, StringComparer.Ordinal).Select(g => g.ToArray())];
        new Random(seed).Shuffle(order);
        double[][] foretold = new double[data.Prompts.Count][];
        Parallel.For(0, Folds, fold =>
        {
            DifficultyPredictor predictor = new(ModelPrior.Of([.. data.Models.Select(m => (m, 0.5))]));
            predictor.Learn([.. order.Where((_, i) => i % Folds != fold).SelectMany(same => same).Select(Outcomes)]);
            foreach (int prompt in order.Where((_, i) => i % Folds == fold).SelectMany(same => same))
            {
                foretold[prompt] = [.. data.Models.Select(m => predictor.Predict(data.Prompts[prompt].Features, m).PassRate)];
            }
        });
        return new RoutingOutcome(new CostQualityCurve(Sweep(foretold)), [.. Forecasts(foretold)], []);
    }

    private PromptOutcomes Outcomes(int prompt) =>
        new(data.Prompts[prompt].Features, data.Models.Index().ToDictionary(m => m.Item, m => data.Prompts[prompt].Passed[m.Index]));

    private IEnumerable<CurvePoint> Sweep(double[][] foretold)
    {
        double prompts = foretold.Length;
        double cost = 0;
        double passes = data.Accuracy(0) * prompts;
        yield return new CurvePoint(0, passes / prompts);
        var steps = foretold.SelectMany((pass, prompt) => Steps(pass, data.Prompts[prompt].Passed)).GroupBy(s => s.Rate).OrderByDescending(g => g.Key);
        foreach (var step in steps)
        {
            (cost, passes) = (cost + step.Sum(s => s.Cost), passes + step.Sum(s => s.Passes));
            yield return new CurvePoint(Math.Min(1, cost / prompts), passes / prompts);
        }
    }

    private IEnumerable<(double Rate, double Cost, int Passes)> Steps(double[] foretold, bool[] passed)
    {
        IReadOnlyList<(int Offer, double BelowRate)> path = TradeOff.Path([.. foretold.Select((p, i) => new Offer(plan.Prices[i], p, p))]);
        return path.Zip(path.Skip(1), (from, to) => (
            to.BelowRate,
            plan.Relative(plan.Prices[to.Offer]) - plan.Relative(plan.Prices[from.Offer]),
            (passed[to.Offer] ? 1 : 0) - (passed[from.Offer] ? 1 : 0)));
    }

    private IEnumerable<Forecast> Forecasts(double[][] foretold) =>
        foretold.SelectMany((pass, prompt) => pass.Select((p, model) => new Forecast(model, p, data.Prompts[prompt].Passed[model])));
}
