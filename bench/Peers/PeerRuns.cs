using System.Text.Json;

namespace AgentFunctions.Bench.Peers;

/// <summary>Runs Celery and BullMQ, each on a Redis of its own, where they are installed.</summary>
internal static class PeerRuns
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Peers");

    private static readonly Peer[] Peers =
    [
        new("Celery with Redis", "python3", Path.Combine(Folder, "celery", "bench.py"), ["-c", "import celery, redis"], ["celery"], "apt install celery redis-server python3-redis"),
        new("BullMQ with Redis", "node", Path.Combine(Folder, "bullmq", "bench.mjs"), ["--version"], ["npm"], "apt install redis-server"),
    ];

    public static async Task<IReadOnlyList<PeerFigures>> RunAllAsync(int tasks, int workers, Func<string, Action<double>> bar, CancellationToken cancellationToken)
    {
        List<PeerFigures> figures = [];
        foreach (Peer peer in Peers)
        {
            Action<double> progress = bar(peer.Name);
            figures.Add(await RunAsync(peer, tasks, workers, cancellationToken).ConfigureAwait(false));
            progress(1);
        }

        return figures;
    }

    private static async Task<PeerFigures> RunAsync(Peer peer, int tasks, int workers, CancellationToken cancellationToken)
    {
        string[] needed = ["redis-server", peer.Program, .. peer.Needs];
        if (needed.FirstOrDefault(n => PeerProcess.Find(n) is null) is { } missing)
        {
            return new PeerFigures(peer.Name, 0, 0, $"{missing} is not installed: {peer.Install}");
        }

        try
        {
            return await RunInstalledAsync(peer, tasks, workers, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException e)
        {
            return new PeerFigures(peer.Name, 0, 0, e.Message);
        }
    }

    private static async Task<PeerFigures> RunInstalledAsync(Peer peer, int tasks, int workers, CancellationToken cancellationToken)
    {
        string folder = Path.GetDirectoryName(peer.Script)!;
        if (File.Exists(Path.Combine(folder, "package.json")) && !Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            await using PeerProcess install = PeerProcess.Start(PeerProcess.Find("npm")!, ["install", "--no-progress"], folder);
            await install.FinishAsync(cancellationToken).ConfigureAwait(false);
        }

        await using RedisServer redis = await RedisServer.StartAsync(PeerProcess.Find("redis-server")!, cancellationToken).ConfigureAwait(false);
        await using PeerProcess run = PeerProcess.Start(await FindInterpreterAsync(peer, cancellationToken).ConfigureAwait(false), [peer.Script, redis.Port, $"{tasks}", $"{workers}"], folder);
        using JsonDocument figures = JsonDocument.Parse(await run.FinishAsync(cancellationToken).ConfigureAwait(false));
        return new PeerFigures(peer.Name, figures.RootElement.GetProperty("tasksPerSecond").GetDouble(), figures.RootElement.GetProperty("idleMilliseconds").GetDouble());
    }

    // A machine may have several of a name, and the packages are there for one of them.
    private static async Task<string> FindInterpreterAsync(Peer peer, CancellationToken cancellationToken)
    {
        foreach (string candidate in PeerProcess.FindAll(peer.Program))
        {
            try
            {
                await using PeerProcess probe = PeerProcess.Start(candidate, peer.Probe, Path.GetDirectoryName(peer.Script)!);
                await probe.FinishAsync(cancellationToken).ConfigureAwait(false);
                return candidate;
            }
            catch (InvalidOperationException)
            {
                // This one lacks them.
            }
        }

        throw new InvalidOperationException($"no {peer.Program} has what it needs: {peer.Install}");
    }

    private sealed record Peer(string Name, string Program, string Script, string[] Probe, string[] Needs, string Install);
}
