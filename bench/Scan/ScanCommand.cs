using System.CommandLine;
using AgentFunctions.LocalHost;
using Spectre.Console;

namespace AgentFunctions.Bench.Scan;

/// <summary><c>bench scan</c>: how fast the tasks of a cost report are read.</summary>
internal static class ScanCommand
{
    public static Command Create()
    {
        Option<int> tasks = new("--tasks") { Description = "Tasks in the table", DefaultValueFactory = _ => 20_000 };
        tasks.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out int count) && count > 0))
            {
                result.AddError($"--tasks must be a whole number above 0, not '{token.Value}'.");
            }
        });
        Option<int> repeat = new("--repeat") { Description = "Reports", DefaultValueFactory = _ => 3 };
        Command command = new("scan", "GET /costs/top over a table of ended tasks, on a storage emulator of its own.") { tasks, repeat };
        command.SetAction((line, cancellationToken) => RunAsync(line.GetValue(tasks), line.GetValue(repeat), cancellationToken));
        return command;
    }

    /// <returns>The exit status: 0 when everything was measured, else 1.</returns>
    private static async Task<int> RunAsync(int tasks, int repeat, CancellationToken cancellationToken)
    {
        try
        {
            await using ScanRun run = await ScanRun.StartAsync(tasks, cancellationToken);
            for (int i = 1; i <= repeat; i++)
            {
                ScanFigures figures = await run.MeasureAsync(cancellationToken);
                AnsiConsole.MarkupLineInterpolated(
                    $"Run {i}: scan {tasks / figures.Scan.TotalSeconds:N0} tasks/s; whole report {tasks / figures.Report.TotalSeconds:N0} tasks/s, {figures.Report.TotalSeconds:0.00} s");
            }

            return 0;
        }
        catch (Exception e) when (e is HostStartException or IOException)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]Not measured:[/] {e.Message}");
            return 1;
        }
    }
}
