using System.CommandLine;
using AgentFunctions.Bench.Hosting;
using AgentFunctions.Bench.Peers;
using Spectre.Console;

namespace AgentFunctions.Bench.Throughput;

/// <summary><c>bench throughput</c>: how many no-op tasks a second, how late, and at what price in storage and queue calls.</summary>
internal static class ThroughputCommand
{
    public static Command Create()
    {
        Option<int> tasks = new("--tasks") { Description = "No-op tasks of a run", DefaultValueFactory = _ => 5_000 };
        Option<int> posts = new("--posts") { Description = "Single posts on the idle host", DefaultValueFactory = _ => 200 };
        Option<int> workers = new("--workers") { Description = "Workers of the pool", DefaultValueFactory = _ => 64 };
        Option<int> repeat = new("--repeat") { Description = "Runs under load", DefaultValueFactory = _ => 3 };
        Option<bool> withoutPeers = new("--without-peers") { Description = "Leave Celery and BullMQ out" };
        Command command = new("throughput", "No-op tasks end to end, beside Celery and BullMQ.") { tasks, posts, workers, repeat, withoutPeers };
        command.SetAction((line, cancellationToken) => RunAsync(
            new ThroughputPlan(line.GetValue(tasks), line.GetValue(posts), line.GetValue(workers), line.GetValue(repeat), !line.GetValue(withoutPeers)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ThroughputPlan plan, CancellationToken cancellationToken)
    {
        List<LoadFigures> loads = [];
        IdleFigures? idle = null;
        List<PeerFigures> peers = [];
        await AnsiConsole.Progress().StartAsync(async progress =>
        {
            await using (BenchHost host = await BenchHost.StartAsync(plan.Workers, text => AnsiConsole.MarkupLineInterpolated($"[grey]{text}[/]"), cancellationToken))
            {
                await new LoadRun(host).RunAsync(plan.Tasks, Bar(progress, "warm-up"), cancellationToken);
                for (int i = 1; i <= plan.Repeat; i++)
                {
                    loads.Add(await new LoadRun(host).RunAsync(plan.Tasks, Bar(progress, $"load {i} of {plan.Repeat}"), cancellationToken));
                }

                idle = await new IdleRun(new TaskApi(host.Client)).RunAsync(plan.Posts, Bar(progress, "single posts, idle"), cancellationToken);
            }

            if (plan.WithPeers)
            {
                peers.AddRange(await PeerRuns.RunAllAsync(plan.Tasks, plan.Workers, name => Bar(progress, name), cancellationToken));
            }
        });
        ThroughputReport.Write(plan, loads, idle!, peers);
        return 0;
    }

    private static Action<double> Bar(ProgressContext progress, string name)
    {
        ProgressTask bar = progress.AddTask(name);
        return share => bar.Value = 100 * share;
    }
}

/// <summary>What to measure.</summary>
internal sealed record ThroughputPlan(int Tasks, int Posts, int Workers, int Repeat, bool WithPeers);
