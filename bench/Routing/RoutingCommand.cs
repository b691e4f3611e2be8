using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace AgentFunctions.Bench.Routing;

/// <summary><c>bench routing</c>: how much of the dearest model's quality the router keeps, and at what price.</summary>
internal static class RoutingCommand
{
    public static Command Create()
    {
        Option<FileInfo> data = new("--data") { Description = "CSV file: prompt, then one column of True/False a model, cheapest first", Required = true };
        Option<RoutingMode> mode = new("--mode") { Description = "kfold: all outcomes known on four folds of five; prequential: only the chosen model's, afterwards" };
        Option<int> seed = new("--seed") { Description = "Decides the orders of the prompts and all draws", DefaultValueFactory = _ => 1 };
        Option<int> repeat = new("--repeat") { Description = "Orders of the prompts to average over", DefaultValueFactory = _ => 5 };
        Option<string> prices = new("--prices") { Description = "Price of a call of each model, cheapest first, as a,b,...; default: 1 to 100 in equal ratios" };
        Option<double> check = new("--check-accuracy") { Description = "Share of answers that the cascade's check judges correctly, 0.5 to 1", DefaultValueFactory = _ => 0.9 };
        Option<double> checkPrice = new("--check-price") { Description = "Price of one check", DefaultValueFactory = _ => 0 };
        Option<FileInfo> svg = new("--svg") { Description = "File that gets the cost-quality curve as a picture" };
        Command command = new("routing", "Cost and quality of the router on prompts with known outcomes.") { data, mode, seed, repeat, prices, check, checkPrice, svg };
        command.SetAction(line => Run(
            line.GetRequiredValue(data),
            models => new RoutingPlan(
                line.GetValue(mode),
                line.GetValue(seed),
                Prices(line.GetValue(prices), models),
                Within(line.GetValue(check), 0.5, 1, "--check-accuracy"),
                Within(line.GetValue(checkPrice), 0, double.MaxValue, "--check-price"),
                (int)Within(line.GetValue(repeat), 1, 1000, "--repeat")),
            line.GetValue(svg)));
        return command;
    }

    /// <returns>The exit status: 0 when measured, else 1.</returns>
    private static int Run(FileInfo file, Func<int, RoutingPlan> planFor, FileInfo? svg)
    {
        try
        {
            RoutingData data = RoutingFile.Read(file.FullName);
            RoutingPlan plan = planFor(data.Models.Count);
            Func<int, RoutingOutcome> run = plan.Mode == RoutingMode.KFold ? new KFoldRun(data, plan).Run : new PrequentialRun(data, plan).Run;
            RoutingFigures figures = new(data, plan, [.. Enumerable.Range(0, plan.Repeat).Select(i => run(plan.Seed + i))]);
            if (svg is not null)
            {
                File.WriteAllText(svg.FullName, CurvePicture.Draw(figures));
            }

            new RoutingReport(Console.Out).Write(figures);
            return 0;
        }
        catch (Exception e) when (e is RoutingFileException or FormatException or IOException or UnauthorizedAccessException)
        {
            AnsiConsole.Console.Profile.Width = int.MaxValue;
            AnsiConsole.MarkupLineInterpolated($"[red]Not measured:[/] {e.Message}");
            return 1;
        }
    }

    private static double[] Prices(string? text, int models)
    {
        if (text is null)
        {
            return RoutingPlan.UsualPrices(models);
        }

        string[] parts = text.Split(',');
        double[] prices = [.. parts.Select(p => double.TryParse(p, NumberStyles.Float, CultureInfo.InvariantCulture, out double price) && price is > 0 and < 1e6
            ? price
            : throw new FormatException($"--prices: '{p}' is not a price; allowed are numbers above 0 and below 1,000,000."))];
        if (prices.Length != models)
        {
            throw new FormatException($"--prices gives {prices.Length} price(s); the file has {models} models.");
        }

        return prices.Zip(prices.Skip(1)).All(p => p.First < p.Second)
            ? prices
            : throw new FormatException("--prices must rise, as the file's models stand cheapest first.");
    }

    private static double Within(double value, double least, double most, string name) => value >= least && value <= most
        ? value
        : throw new FormatException(FormattableString.Invariant($"{name} is {value}; it must be {least} or more") + (most < double.MaxValue ? FormattableString.Invariant($", and {most} at most.") : "."));
}
