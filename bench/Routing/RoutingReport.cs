using System.Globalization;

namespace AgentFunctions.Bench.Routing;

/// <summary>Prints the figures as plain lines; the last one is <c>APGR x CPT50 x CPT80 x</c>.</summary>
internal sealed class RoutingReport(TextWriter output)
{
    private const double AcceptedLoss = 0.01;

    public void Write(RoutingFigures figures)
    {
        WriteSetting(figures);
        WriteCurve(figures);
        WriteBaselines(figures);
        WriteSaved(figures);
        WritePromises(figures);
        WriteCalibration(figures);
        WriteSpread(figures);
        Line($"APGR {Figure(figures.Over(o => o.Curve.Apgr).Mean)} CPT50 {Figure(figures.Over(o => o.Curve.Cpt(0.5)).Mean)} CPT80 {Figure(figures.Over(o => o.Curve.Cpt(0.8)).Mean)}");
    }

    private void WriteSetting(RoutingFigures figures)
    {
        (RoutingData data, RoutingPlan plan) = (figures.Data, figures.Plan);
        string mode = plan.Mode == RoutingMode.KFold
            ? "kfold: five folds, all outcomes known on the training folds"
            : "prequential: decides, then learns the chosen model's outcome only; 19 passes with rising price goals make the curve";
        Line($"{data.Prompts.Count} prompts, {mode}");
        Line($"mean of {plan.Repeat} orders of the prompts, seeds {plan.Seed} to {plan.Seed + plan.Repeat - 1}");
        foreach ((int index, string model) in data.Models.Index())
        {
            Line($"  {model}: accuracy {data.Accuracy(index):0.0000}, price {plan.Prices[index]:0.####} a call");
        }

        Line($"cost 0: all prompts on {data.Models[0]}; cost 1: all on {data.Models[^1]}; in between by price{(data.Models.Count == 2 ? ", which is the share of calls to the latter" : string.Empty)}");
        output.WriteLine();
    }

    private void WriteCurve(RoutingFigures figures)
    {
        (double low, double high) = Ends(figures);
        Line($"{"cost",6} {"accuracy",9} {"random mix",11} {"gap recovered",14} {"price",10} {"saved",7}");
        for (int i = 0; i <= 20; i++)
        {
            double cost = i / 20.0;
            double accuracy = figures.AccuracyAt(cost);
            string recovered = high > low ? ((accuracy - low) / (high - low)).ToString("0.000", CultureInfo.InvariantCulture) : "n/a";
            Line($"{cost,6:0.00} {accuracy,9:0.0000} {figures.Mix.AccuracyAt(cost),11:0.0000} {recovered,14} {figures.PriceAt(cost),10:0.####} {1 - (figures.PriceAt(cost) / figures.DearestPrice),7:0.0%}");
        }

        output.WriteLine();
    }

    private void WriteBaselines(RoutingFigures figures)
    {
        (RoutingData data, RoutingPlan plan) = (figures.Data, figures.Plan);
        double dearest = Ends(figures).High;
        foreach (Baseline way in new[] { Baseline.Oracle(data, plan), Baseline.Cascade(data, plan, 1), Baseline.Cascade(data, plan, plan.CheckAccuracy) })
        {
            Line($"{way.Name}: accuracy {way.Accuracy:0.0000} ({100 * (way.Accuracy - dearest):+0.0;-0.0} points against {data.Models[^1]} alone), price {way.Price:0.####}, saved {1 - (way.Price / figures.DearestPrice):0.0%}");
        }
    }

    private void WriteSaved(RoutingFigures figures)
    {
        double dearest = Ends(figures).High;
        double cost = figures.Outcomes.Average(o => o.Curve.CostOf(dearest - AcceptedLoss));
        Line($"router alone, at {100 * AcceptedLoss:0} point lost against {figures.Data.Models[^1]} alone: saved {1 - (figures.PriceAt(cost) / figures.DearestPrice):0.0%}");
        output.WriteLine();
    }

    private void WritePromises(RoutingFigures figures)
    {
        for (int i = 0; i < figures.Outcomes[0].Promises.Count; i++)
        {
            QualityPromise[] promises = [.. figures.Outcomes.Select(o => o.Promises[i])];
            Line($"quality {promises[0].Asked:0.000} asked: accuracy {promises.Average(p => p.Accuracy):0.0000} at cost {promises.Average(p => p.Cost):0.000}; said to be in reach for {promises.Average(p => p.Met):0%} of the tasks");
        }

        if (figures.Outcomes[0].Promises.Count > 0)
        {
            output.WriteLine();
        }
    }

    private void WriteCalibration(RoutingFigures figures)
    {
        foreach ((int index, string model) in figures.Data.Models.Index())
        {
            Forecast[] forecasts = [.. figures.Outcomes.SelectMany(o => o.Forecasts).Where(f => f.Model == index)];
            if (forecasts.Length == 0)
            {
                continue;
            }

            Calibration calibration = Calibration.Of(forecasts);
            Line($"calibration of {model}: Brier {calibration.Brier:0.0000} (always the mean: {calibration.BrierOfMean:0.0000}), ECE {calibration.Ece:0.0000}, {forecasts.Length} forecasts");
            foreach (CalibrationBin bin in calibration.Bins)
            {
                Line($"  {bin.From:0.0}-{bin.From + 0.1:0.0}: foretold {bin.Foretold:0.000}, observed {bin.Observed:0.000}, {bin.Count} forecasts");
            }
        }

        output.WriteLine();
    }

    private void WriteSpread(RoutingFigures figures)
    {
        if (Ends(figures) is { } ends && ends.High <= ends.Low)
        {
            Line($"{figures.Data.Models[^1]} is not better than {figures.Data.Models[0]} on this file: there is no gap to recover, and APGR and CPT are not defined.");
            return;
        }

        Line($"spread over the orders: APGR {Text(figures.Over(o => o.Curve.Apgr))}; CPT50 {Text(figures.Over(o => o.Curve.Cpt(0.5)))}; CPT80 {Text(figures.Over(o => o.Curve.Cpt(0.8)))}");
        Line($"APGR from ten intervals, as RouteLLM's evaluation takes by default: {Text(figures.Over(o => o.Curve.ApgrOfTenIntervals))}");
        Line($"of a random mix, which knows the models and not the prompt: APGR {figures.Mix.Apgr:0.000} CPT50 {figures.Mix.Cpt(0.5):0.000} CPT80 {figures.Mix.Cpt(0.8):0.000}");
    }

    private static (double Low, double High) Ends(RoutingFigures figures) => (figures.Data.Accuracy(0), figures.Data.Accuracy(figures.Data.Models.Count - 1));

    private static string Text(Spread s) => FormattableString.Invariant($"{s.Mean:0.000} (standard deviation {s.Deviation:0.000}, {s.Least:0.000} to {s.Most:0.000})");

    private static string Figure(double value) => double.IsNaN(value) ? "n/a" : value.ToString("0.000", CultureInfo.InvariantCulture);

    private void Line(FormattableString line) => output.WriteLine(FormattableString.Invariant(line));
}
