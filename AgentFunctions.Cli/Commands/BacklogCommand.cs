using System.CommandLine;
using System.Globalization;
using AgentFunctions.Cli.Output;
using AgentFunctions.Client;
using AgentFunctions.Client.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AgentFunctions.Cli.Commands;

/// <summary><c>backlog</c>: what waits and who works.</summary>
internal static class BacklogCommand
{
    public static Command Create(CommandBinder bind)
    {
        Option<bool> watch = new("--watch", "-w") { Description = "Look again and again, until Ctrl-C" };
        Option<double> every = new("--every") { Description = "Seconds between two looks, 0.1 to 3,600", DefaultValueFactory = _ => 2 };
        every.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0.1 and <= 3600))
            {
                result.AddError("--every allows 0.1 to 3600 seconds.");
            }
        });
        return bind(new Command("backlog", "Show what waits in each lane, and the workers. With --watch --json: one look a line.") { watch, every }, async (run, cancellationToken) =>
        {
            if (run.Get(watch))
            {
                await WatchAsync(run, TimeSpan.FromSeconds(run.Get(every)), cancellationToken);
            }
            else
            {
                run.Output.Show(await run.Client.BacklogAsync(cancellationToken), ClientJson.Default.Backlog, View);
            }

            return ExitCode.Ok;
        });
    }

    private static async Task WatchAsync(CliRun run, TimeSpan every, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(every, run.Environment.Time);
        if (!run.Output.IsTerminal)
        {
            do
            {
                run.Output.Show(await run.Client.BacklogAsync(cancellationToken), ClientJson.Default.Backlog, View);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
            return;
        }

        await run.Output.Screen.Live(new Text(string.Empty)).StartAsync(async screen =>
        {
            do
            {
                screen.UpdateTarget(new Rows(View(await run.Client.BacklogAsync(cancellationToken))));
                screen.Refresh();
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        });
    }

    private static IEnumerable<IRenderable> View(Backlog backlog)
    {
        yield return Format.Table(
            ["lane", "agent", ">waiting", ">in flight", ">oldest", ">begun a second", ">wait"],
            backlog.Lanes.SelectMany(lane => lane.Agents
                .Select(a => Cells(string.Empty, a.Agent, a.Depth, a.InFlight, a.OldestAgeSeconds, a.ServiceRate, a.EstimatedWaitSeconds))
                .Prepend(Cells(lane.Lane, "all", lane.Depth, lane.InFlight, lane.OldestAgeSeconds, lane.ServiceRate, lane.EstimatedWaitSeconds))));
        if (backlog.Workers is { } pool)
        {
            yield return Format.Line($"{pool.Workers} workers, {pool.Busy} busy; {pool.Minimum} to {pool.Maximum} allowed.");
        }

        if (backlog.Webhooks is { } callbacks)
        {
            yield return Format.Line($"{Format.Number(callbacks.Depth)} callbacks due, {Format.Number(callbacks.Scheduled)} for later.");
        }

        foreach (OpenOrchestrations open in backlog.Orchestrations)
        {
            yield return Format.Line($"{open.Count} {open.Status} {open.Name}, the oldest for {Format.Seconds(open.OldestAgeSeconds)}.");
        }
    }

    private static string[] Cells(string lane, string agent, long depth, long inFlight, double? oldest, double rate, double? wait) =>
        [lane, agent, Format.Number(depth), Format.Number(inFlight), Format.Seconds(oldest), rate.ToString("0.##", CultureInfo.InvariantCulture), Format.Seconds(wait)];
}
