using System.CommandLine;
using System.Text.Json;
using AgentFunctions.Bench.Cost;
using Spectre.Console;

namespace AgentFunctions.Bench.Planning;

/// <summary><c>bench plan</c>: what a number of tasks a day needs, how long they will wait and what a month costs.</summary>
internal static class PlanCommand
{
    private const double Most = 100_000_000;

    public static Command Create()
    {
        PlanOptions options = new();
        Option<string> tasks = PlanOptions.Of("--tasks-per-day", "Tasks submitted in 24 hours, above 0, at most 100,000,000", null);
        Option<string> lanes = PlanOptions.Of("--lanes", "Shares of the lanes interactive, standard and economy; on Flex Consumption each lane has instances of its own", "0,1,0");
        Option<string> cv = PlanOptions.Of("--cv", "Standard deviation of service times against their mean, 0 to 10; by default that of the trace", null);
        Option<FileInfo> trace = new("--trace") { Description = "Trace of a busiest hour (TIMESTAMP,ContextTokens,GeneratedTokens) whose bursts are planned for; by default those of Azure's conversation trace" };
        Option<FileInfo> json = new("--json") { Description = "File that gets the plan as JSON" };
        Command command = new("plan", "Says which stage, hosting, settings and queue tier a number of tasks a day needs, how long they wait in the busiest hour, and what a month costs. `bench simulate` checks it.");
        command.Options.Add(tasks);
        foreach (Option option in options.All.Concat([lanes, cv, trace, json]))
        {
            command.Options.Add(option);
        }

        command.SetAction((line, cancellationToken) => RunAsync(
            line.InvocationConfiguration,
            () =>
            {
                RateCurve curve = line.GetValue(trace) is { } file ? RateCurve.Of(TraceFile.Read(file, int.MaxValue), file.Name) : RateCurve.Default();
                if (line.GetValue(cv) is not null)
                {
                    curve = curve with { Cv = PlanOptions.Number(line, cv, 0, 10) };
                }

                double perDay = PlanOptions.Number(line, tasks, double.Epsilon, Most, "1000");
                PlanInputs inputs = options.Read(line, perDay, curve) with { Lanes = Shares(line, lanes) };
                PriceTable prices = options.ReadPrices(line);
                Plan plan = Planner.Make(inputs);
                return new PlanOutcome(plan, Bill.Of(plan, prices), prices);
            },
            line.GetValue(json),
            cancellationToken));
        return command;
    }

    /// <returns>The exit status: 0 when there is a plan, 1 when what is asked for is wrong or impossible; then nothing is on standard output.</returns>
    private static async Task<int> RunAsync(InvocationConfiguration streams, Func<PlanOutcome> make, FileInfo? json, CancellationToken cancellationToken)
    {
        try
        {
            PlanOutcome outcome = make();
            if (json is not null)
            {
                await File.WriteAllTextAsync(json.FullName, JsonSerializer.Serialize(PlanSummary.Of(outcome), PlanJson.Default.PlanSummary) + "\n", cancellationToken);
            }

            new PlanReport(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(streams.Output) })).Write(outcome);
            return 0;
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await streams.Error.WriteLineAsync($"Not planned: {e.Message}");
            return 1;
        }
    }

    private static double[] Shares(ParseResult line, Option<string> lanes)
    {
        double[] shares = PlanOptions.Numbers(line, lanes, "0.2,0.6,0.2", 3, 3, 0, 1);
        return Math.Abs(shares.Sum() - 1) < 1e-6
            ? shares
            : throw new FormatException(FormattableString.Invariant($"{lanes.Name} sums to {shares.Sum():0.###}; allowed are three shares that sum to 1."));
    }
}

/// <summary>A plan with its bill.</summary>
internal sealed record PlanOutcome(Plan Plan, IReadOnlyList<BillLine> Bill, PriceTable Prices);
