using System.CommandLine;
using System.Text.Json;
using AgentFunctions.LocalHost;
using Spectre.Console;

namespace AgentFunctions.Bench.Throughput;

/// <summary><c>bench throughput</c>: how many no-op tasks a second, how late, and at what price in storage and queue calls.</summary>
internal static class ThroughputCommand
{
    public static Command Create()
    {
        Option<int> tasks = Count("--tasks", "No-op tasks of a run, and of the warm-up before", 5_000);
        Option<int> posts = Count("--posts", "Single posts on the idle host", 200);
        Option<int> idle = Count("--idle", "Single tasks of each idle peer", 100);
        Option<int> workers = Count("--max-workers", "Workers of the host, all there from the start; also BullMQ's concurrency", 64, "--workers");
        Option<int> repeat = Count("--repeat", "Runs under load", 3);
        Option<bool> withoutPeers = new("--without-peers") { Description = "Leave Celery and BullMQ out" };
        Option<bool> peersOnly = new("--peers-only") { Description = "Measure nothing but Celery and BullMQ" };
        Option<FileInfo> json = new("--json") { Description = "File that gets the figures as JSON" };
        Command command = new("throughput", "No-op tasks end to end, beside Celery and BullMQ.") { tasks, posts, idle, workers, repeat, withoutPeers, peersOnly, json };
        command.Validators.Add(line =>
        {
            if (line.GetValue(withoutPeers) && line.GetValue(peersOnly))
            {
                line.AddError("--without-peers and --peers-only leave nothing to measure.");
            }
        });
        command.SetAction((line, cancellationToken) => RunAsync(
            new ThroughputPlan(
                line.GetValue(tasks), line.GetValue(posts), line.GetValue(idle), line.GetValue(workers), line.GetValue(repeat), !line.GetValue(peersOnly), !line.GetValue(withoutPeers)),
            line.GetValue(json),
            cancellationToken));
        return command;
    }

    /// <returns>The exit status: 0 when everything was measured that is installed, else 1.</returns>
    private static async Task<int> RunAsync(ThroughputPlan plan, FileInfo? json, CancellationToken cancellationToken)
    {
        try
        {
            ThroughputFigures figures = await new ThroughputRun(plan, AnsiConsole.Console, TimeProvider.System).RunAsync(cancellationToken);
            new ThroughputReport(AnsiConsole.Console).Write(figures);
            if (json is not null)
            {
                await File.WriteAllTextAsync(json.FullName, JsonSerializer.Serialize(figures, ThroughputJson.Default.ThroughputFigures) + "\n", cancellationToken);
            }

            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            AnsiConsole.MarkupLine("[yellow]Interrupted; nothing is left running.[/]");
            return 1;
        }
        catch (Exception e) when (e is HostStartException or InvalidOperationException or HttpRequestException or IOException)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]Not measured:[/] {e.Message}");
            return 1;
        }
    }

    private static Option<int> Count(string name, string description, int usual, params string[] aliases)
    {
        Option<int> option = new(name, aliases) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out int count) && count > 0))
            {
                result.AddError($"{name} must be a whole number above 0, not '{token.Value}'.");
            }
        });
        return option;
    }
}
