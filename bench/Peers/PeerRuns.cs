using System.Text.Json;

namespace AgentFunctions.Bench.Peers;

/// <summary>Runs Celery and BullMQ, each on a Redis of its own, where they are installed.</summary>
internal static class PeerRuns
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Peers");

    private static readonly Peer[] Peers =
    [
        new("Celery with Redis", "python3", Path.Combine(Folder, "celery", "bench.py"), ["celery"], "apt install celery redis-server python3-redis"),
        new("BullMQ with Redis", "node", Path.Combine(Folder, "bullmq", "bench.mjs"), ["npm"], "apt install redis-server"),
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

        string folder = Path.GetDirectoryName(peer.Script)!;
        if (File.Exists(Path.Combine(folder, "package-lock.json")) && !Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            await using PeerProcess install = PeerProcess.Start(PeerProcess.Find("npm")!, ["ci", "--no-progress"], folder);
            await install.FinishAsync(cancellationToken).ConfigureAwait(false);
        }

        await using RedisServer redis = await RedisServer.StartAsync(PeerProcess.Find("redis-server")!, cancellationToken).ConfigureAwait(false);
        await using PeerProcess run = PeerProcess.Start(PeerProcess.Find(peer.Program)!, [peer.Script, redis.Port, $"{tasks}", $"{workers}"], folder);
        using JsonDocument figures = JsonDocument.Parse(await run.FinishAsync(cancellationToken).ConfigureAwait(false));
        return new PeerFigures(peer.Name, figures.RootElement.GetProperty("tasksPerSecond").GetDouble(), figures.RootElement.GetProperty("idleMilliseconds").GetDouble());
    }

    private sealed record Peer(string Name, string Program, string Script, string[] Needs, string Install);
}
