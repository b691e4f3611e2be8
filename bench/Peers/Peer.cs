namespace AgentFunctions.Bench.Peers;

/// <summary>Another task queue that is measured beside.</summary>
/// <param name="Program">Runs the script; of several of that name the first that passes the probe.</param>
/// <param name="Script">Path of what measures it.</param>
/// <param name="Probe">Arguments with which the program succeeds when it has what the script needs.</param>
/// <param name="Needs">Further programs.</param>
/// <param name="Install">Command that brings what is missing.</param>
internal sealed record Peer(string Name, string Program, string Script, IReadOnlyList<string> Probe, IReadOnlyList<string> Needs, string Install)
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Peers");

    public static IReadOnlyList<Peer> All { get; } =
    [
        new("Celery", "python3", Path.Combine(Root, "celery", "bench.py"), ["-c", "import celery, redis"], ["redis-server"], "apt install celery redis-server python3-redis"),
        new("BullMQ", "node", Path.Combine(Root, "bullmq", "bench.mjs"), ["--version"], ["npm", "redis-server"], "apt install nodejs npm redis-server"),
    ];

    public string Folder => Path.GetDirectoryName(Script)!;
}
