using System.CommandLine;
using AgentFunctions.Cli.Output;
using AgentFunctions.Client;
using AgentFunctions.Client.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AgentFunctions.Cli.Commands;

/// <summary><c>overview</c>: how everything stands.</summary>
internal static class OverviewCommand
{
    public static Command Create(CommandBinder bind)
    {
        Option<bool> watch = new("--watch", "-w") { Description = "Show every change as the server tells it, until Ctrl-C" };
        return bind(new Command("overview", "Show lanes, workers, and what today's tasks came to. With --watch --json: one change a line.") { watch }, async (run, cancellationToken) =>
        {
            if (run.Get(watch))
            {
                await WatchAsync(run, cancellationToken);
            }
            else
            {
                run.Output.Show(await run.Client.OverviewAsync(cancellationToken), ClientJson.Default.Overview, View);
            }

            return ExitCode.Ok;
        });
    }

    private static async Task WatchAsync(CliRun run, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<Overview> changes = run.Client.WatchOverviewAsync(cancellationToken);
        if (!run.Output.IsTerminal)
        {
            await foreach (Overview overview in changes)
            {
                run.Output.Show(overview, ClientJson.Default.Overview, View);
            }

            return;
        }

        await run.Output.Screen.Live(new Text(string.Empty)).StartAsync(async screen =>
        {
            await foreach (Overview overview in changes)
            {
                screen.UpdateTarget(new Rows(View(overview)));
                screen.Refresh();
            }
        });
    }

    private static IEnumerable<IRenderable> View(Overview overview)
    {
        yield return Format.Table(
            ["lane", ">waiting", ">in flight", ">oldest", ">wait"],
            overview.Lanes.Select(l => (string[])[l.Lane, Format.Number(l.Depth), Format.Number(l.InFlight), Format.Seconds(l.OldestAgeSeconds), Format.Seconds(l.EstimatedWaitSeconds)]));
        if (overview.Workers is { } pool)
        {
            yield return Format.Line($"{pool.Now} workers, {pool.Busy} busy; {pool.Min} to {pool.Max} allowed.");
        }

        CallbackBacklog callbacks = overview.Webhooks;
        yield return Format.Line($"{Format.Number(callbacks.Depth)} callbacks due, {Format.Number(callbacks.Scheduled)} for later.");
        DayFigures today = overview.Today;
        string rate = today.SuccessRate is { } share ? $", {Format.Percent(share)} of them well" : string.Empty;
        yield return Format.Line($"Since {Format.Time(today.From)} {Format.Number(today.Tasks)} tasks ended{rate}; they cost {Format.Usd(today.Cost)}.");
        yield return Format.Line(
            $"Saved by cache {Format.Usd(today.SavedByCache)}, coalescing {Format.Usd(today.SavedByCoalescing)}, routing {Format.Usd(today.SavedByRouting)}, batching {Format.Usd(today.SavedByBatching)}.");
    }
}
