using AgentFunctions.Bench.Hosting;
using AgentFunctions.Bench.Measuring;
using AgentFunctions.Bench.Peers;
using Spectre.Console;

namespace AgentFunctions.Bench.Throughput;

/// <summary>Measures what the plan asks for, one thing after another, and shows how far it is.</summary>
internal sealed class ThroughputRun(ThroughputPlan plan, IAnsiConsole console, TimeProvider time)
{
    private readonly List<LoadFigures> _loads = [];
    private readonly List<PeerOutcome> _peers = [];
    private IdleFigures? _idle;

    public async Task<ThroughputFigures> RunAsync(CancellationToken cancellationToken)
    {
        Machine machine = Machine.Read();
        await console.Progress().StartAsync(async progress =>
        {
            if (plan.WithHost)
            {
                await MeasureHostAsync(progress, cancellationToken);
            }

            if (plan.WithPeers)
            {
                await MeasurePeersAsync(progress, cancellationToken);
            }
        });
        return new ThroughputFigures(machine, plan.Command, plan, _loads, _idle, _peers);
    }

    private async Task MeasureHostAsync(ProgressContext progress, CancellationToken cancellationToken)
    {
        await using BenchHost host = await BenchHost.StartAsync(
            plan.MaxWorkers, text => console.MarkupLineInterpolated($"[grey]{text}[/]"), time, cancellationToken);
        LoadRun load = new(host, time);
        await load.RunAsync(plan.Tasks, Bar(progress, "warm-up"), cancellationToken);
        for (int i = 1; i <= plan.Repeat; i++)
        {
            _loads.Add(await load.RunAsync(plan.Tasks, Bar(progress, $"load {i} of {plan.Repeat}"), cancellationToken));
        }

        _idle = await new IdleRun(new TaskApi(host.Client), time).RunAsync(plan.Posts, Bar(progress, "single posts, idle"), cancellationToken);
    }

    private async Task MeasurePeersAsync(ProgressContext progress, CancellationToken cancellationToken)
    {
        PeerRuns runs = new(plan.PeerWork, time);
        foreach (Peer peer in Peer.All)
        {
            Action<double> bar = Bar(progress, peer.Name);
            _peers.Add(await runs.RunAsync(peer, cancellationToken));
            bar(1);
        }
    }

    private static Action<double> Bar(ProgressContext progress, string name)
    {
        ProgressTask bar = progress.AddTask(name);
        return share => bar.Value = 100 * share;
    }
}
