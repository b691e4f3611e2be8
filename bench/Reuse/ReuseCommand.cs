using System.CommandLine;
using System.Globalization;
using AgentFunctions.Bench.Hosting;
using AgentFunctions.LocalHost;
using Spectre.Console;

namespace AgentFunctions.Bench.Reuse;

/// <summary><c>bench reuse</c>: how soon a cached answer is there, and what looking for one costs a task that finds none.</summary>
internal static class ReuseCommand
{
    public static Command Create()
    {
        Option<int> posts = new("--posts") { Description = "Tasks of each kind, one after another", DefaultValueFactory = _ => 200 };
        posts.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out int count) && count > 0))
            {
                result.AddError($"--posts must be a whole number above 0, not '{token.Value}'.");
            }
        });
        Command command = new("reuse", "No-op tasks on an idle host: cache hit, cache miss, coalescing, and neither.") { posts };
        command.SetAction((line, cancellationToken) => RunAsync(line.GetValue(posts), cancellationToken));
        return command;
    }

    /// <returns>The exit status: 0 when everything was measured, else 1.</returns>
    private static async Task<int> RunAsync(int posts, CancellationToken cancellationToken)
    {
        try
        {
            await using BenchHost host = await BenchHost.StartAsync(workers: 2, _ => { }, TimeProvider.System, cancellationToken);
            ReuseRun run = new(new TaskApi(host.Client), host.CountOpen, TimeProvider.System);
            Table table = new Table().RoundedBorder().AddColumns("task", "answer p50", "p95", "p99 ms", "done p50", "p95 ms", "calls");

            List<ReuseFigures> figures = [];

            // What is compiled on first use is no figure of anybody's.
            foreach (ReuseCase kind in ReuseCase.All)
            {
                await run.RunAsync(kind with { Name = "warm-up, " + kind.Name }, Math.Min(posts, 50), cancellationToken);
            }

            foreach (ReuseCase kind in ReuseCase.All)
            {
                ReuseFigures f = await run.RunAsync(kind, posts, cancellationToken);
                figures.Add(f);
                table.AddRow(
                    [kind.Name, .. new[] { f.Answer.P50, f.Answer.P95, f.Answer.P99, f.Done.P50, f.Done.P95, f.StorageCalls }.Select(v => v.ToString("0.0", CultureInfo.InvariantCulture))]);
            }

            AnsiConsole.Write(table);
            AnsiConsole.WriteLine("calls: requests to storage for a task, by operation:");
            figures.ForEach(f => AnsiConsole.WriteLine($"{f.Case.Name}: {string.Join(", ", f.Operations.Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Key} {o.Value:0.00}")))}"));
            return 0;
        }
        catch (Exception e) when (e is HostStartException or InvalidOperationException or HttpRequestException or IOException)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]Not measured:[/] {e.Message}");
            return 1;
        }
    }
}
