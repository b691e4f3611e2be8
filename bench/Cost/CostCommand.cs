using System.CommandLine;
using System.Globalization;
using AgentFunctions.Costs;
using Spectre.Console;

namespace AgentFunctions.Bench.Cost;

/// <summary><c>bench cost</c>: the bill of a real trace without and with each lever.</summary>
internal static class CostCommand
{
    public static Command Create()
    {
        Option<FileInfo> trace = new("--trace") { Description = "CSV with TIMESTAMP, ContextTokens, GeneratedTokens", Required = true };
        trace.AcceptExistingOnly();
        Option<int> requests = new("--requests") { Description = "Requests to replay, from the first on", DefaultValueFactory = _ => int.MaxValue };
        Option<double> repeats = Share("--repeats", "Share of requests that repeat an earlier one", 0.2);
        Option<double> close = Share("--close", "Share of the repeats that come within 10 s of what they repeat", 0.5);
        Option<decimal> input = Price("--price-input", "US dollars a million input tokens", 2.50m);
        Option<decimal> output = Price("--price-output", "US dollars a million output tokens", 10m);
        Option<int> workers = new("--workers") { Description = "Model calls at the same time at most", DefaultValueFactory = _ => 256 };
        Option<int> seed = new("--seed") { Description = "Draws who repeats whom", DefaultValueFactory = _ => 1 };
        Command command = new("cost", "Replays a trace of arrivals and token counts in virtual time and prints the bill without and with each lever.")
        {
            trace, requests, repeats, close, input, output, workers, seed,
        };
        command.SetAction((line, cancellationToken) => RunAsync(
            new CostPlan(
                line.GetValue(trace)!, line.GetValue(requests), line.GetValue(repeats), line.GetValue(close),
                new TokenPrice(line.GetValue(input), line.GetValue(input), line.GetValue(output)), line.GetValue(workers), line.GetValue(seed)),
            cancellationToken));
        return command;
    }

    /// <returns>The exit status: 0 when every ledger equals the sum of its tasks, else 1.</returns>
    private static async Task<int> RunAsync(CostPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<Request> requests = RepeatedTrace.Draw(TraceFile.Read(plan.Trace, plan.Requests), plan.Repeats, plan.Close, CostPlan.CloseWindow, plan.Seed);
            List<(Lever Lever, CostFigures Figures)> replays = [];
            await AnsiConsole.Progress().StartAsync(async progress =>
            {
                foreach (Lever lever in Lever.All)
                {
                    ProgressTask bar = progress.AddTask(lever.Name, maxValue: 1);
                    await using CostReplay replay = new(plan, lever, requests);
                    replays.Add((lever, await replay.RunAsync(done => bar.Value = done, cancellationToken)));
                }
            });
            return new CostReport(AnsiConsole.Console).Write(plan, requests, replays) ? 0 : 1;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]Not replayed:[/] {e.Message}");
            return 1;
        }
    }

    private static Option<double> Share(string name, string description, double usual)
    {
        Option<double> option = new(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(double.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double share) && share is >= 0 and <= 1))
            {
                result.AddError($"{name} must be a number from 0 to 1, not '{token.Value}'.");
            }
        });
        return option;
    }

    private static Option<decimal> Price(string name, string description, decimal usual)
    {
        Option<decimal> option = new(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(decimal.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal price) && price >= 0))
            {
                result.AddError($"{name} must be dollars a million tokens, 0 or more, not '{token.Value}'.");
            }
        });
        return option;
    }
}
