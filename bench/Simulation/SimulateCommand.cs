using System.CommandLine;
using System.Text.Json;
using AgentFunctions.Bench.Cost;
using AgentFunctions.Bench.Planning;
using Spectre.Console;

namespace AgentFunctions.Bench.Simulation;

/// <summary><c>bench simulate</c>: plans for several volumes, each beside a simulation of the pool that it plans.</summary>
internal static class SimulateCommand
{
    private const double Most = 100_000_000;

    public static Command Create()
    {
        PlanOptions options = new();
        Option<FileInfo> trace = new("--trace") { Description = "Trace of a busiest hour: TIMESTAMP,ContextTokens,GeneratedTokens", Required = true };
        Option<string> volumes = PlanOptions.Of("--volumes", "Tasks a day, as a,b,...", "10,100,1000,10000,100000,1000000,10000000");
        Option<string> knobsAt = PlanOptions.Of("--knobs-at", "Tasks a day of many and of few, that wrong knobs are shown with", "1000000,1000");
        Option<string> seed = PlanOptions.Of("--seed", "Draws what is kept of the trace or moved, and who takes what", "1");
        Option<FileInfo> svg = new("--svg") { Description = "File that gets the plan and its simulation as a picture" };
        Option<FileInfo> curve = new("--curve") { Description = "File that gets the trace's rates, as bench/Planning/busy-hour.json is made" };
        Command command = new("simulate", "Checks the plans of `bench plan`: simulates the busiest hour and one of the others, task by task, as often as it takes, with the same settings and the product's own scale policy and limits.");
        command.Options.Add(trace);
        foreach (Option option in options.All.Concat([volumes, knobsAt, seed, svg, curve]))
        {
            command.Options.Add(option);
        }

        command.SetAction((line, cancellationToken) => RunAsync(
            line.InvocationConfiguration,
            () =>
            {
                FileInfo file = line.GetValue(trace)!;
                IReadOnlyList<TracedRequest> requests = TraceFile.Read(file, int.MaxValue);
                double[] perDay = PlanOptions.Numbers(line, volumes, "1000", 1, 100, double.Epsilon, Most);
                double[] knobs = PlanOptions.Numbers(line, knobsAt, "1000000,1000", 2, 2, double.Epsilon, Most);
                PlanInputs inputs = options.Read(line, perDay[0], RateCurve.Of(requests, file.Name));
                return new SimulatePlan(requests, inputs, options.ReadPrices(line), perDay, knobs, PlanOptions.Whole(line, seed, 0, int.MaxValue - 1) ?? 0);
            },
            line.GetValue(svg),
            line.GetValue(curve),
            cancellationToken));
        return command;
    }

    /// <returns>The exit status: 0 when all was simulated, else 1; then nothing is on standard output.</returns>
    private static async Task<int> RunAsync(InvocationConfiguration streams, Func<SimulatePlan> read, FileInfo? svg, FileInfo? curve, CancellationToken cancellationToken)
    {
        try
        {
            SimulatePlan plan = read();
            if (curve is not null)
            {
                await File.WriteAllTextAsync(curve.FullName, JsonSerializer.Serialize(plan.Inputs.Curve, RateCurveJson.Default.RateCurve) + "\n", cancellationToken);
            }

            List<VolumeCheck> checks = [];
            foreach (double tasksPerDay in plan.Volumes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await streams.Error.WriteLineAsync(FormattableString.Invariant($"{tasksPerDay:N0} tasks a day ..."));
                checks.Add(VolumeCheck.Make(plan.Inputs with { Demand = plan.Inputs.Demand with { TasksPerDay = tasksPerDay } }, plan.Prices, plan.Trace, plan.Seed, TimeProvider.System));
            }

            await streams.Error.WriteLineAsync("wrong knobs ...");
            KnobCase[] cases = [.. new WrongKnobs(plan.Trace, plan.Inputs, plan.Seed).Run(plan.KnobsAt[0], plan.KnobsAt[1])];
            if (svg is not null)
            {
                await File.WriteAllTextAsync(svg.FullName, SimulatePicture.Draw(checks), cancellationToken);
            }

            SimulateReport report = new(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(streams.Output) }));
            report.Write(plan.Trace);
            report.Write(checks, plan.Inputs, plan.Seed);
            report.Write(cases);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await streams.Error.WriteLineAsync("Interrupted.");
            return 1;
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await streams.Error.WriteLineAsync($"Not simulated: {e.Message}");
            return 1;
        }
    }
}

/// <summary>What <c>bench simulate</c> is asked for.</summary>
/// <param name="Volumes">Tasks a day.</param>
/// <param name="KnobsAt">Tasks a day of many and of few, that wrong knobs are shown with.</param>
internal sealed record SimulatePlan(IReadOnlyList<TracedRequest> Trace, PlanInputs Inputs, PriceTable Prices, IReadOnlyList<double> Volumes, IReadOnlyList<double> KnobsAt, int Seed);
