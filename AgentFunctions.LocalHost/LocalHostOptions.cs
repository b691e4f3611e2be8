using System.Collections.Immutable;
using System.Net;

namespace AgentFunctions.LocalHost;

/// <summary>What the command line and the configuration section <c>LocalHost</c> ask for; checked.</summary>
internal sealed record LocalHostOptions
{
    /// <value>Default <see cref="LocalHostMode.Run"/>.</value>
    public LocalHostMode Mode { get; init; } = LocalHostMode.Run;

    /// <value>What to do with API keys, in mode <see cref="LocalHostMode.Keys"/>.</value>
    public KeyCommand? Keys { get; init; }

    /// <value>Address to listen on; one that other machines reach needs API keys. Default 127.0.0.1.</value>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <value>HTTP port, 0..65533; 0 takes a free one. Default 7071, that of <c>func start</c>.</value>
    public int Port { get; init; } = 7071;

    /// <value>Full path of the folder that processes share. Default <c>.agentfn</c> in the current folder.</value>
    public string DataDirectory { get; init; } = Path.GetFullPath(".agentfn");

    /// <value>Keep nothing on disk and start no storage emulator. Default false.</value>
    public bool InMemory { get; init; }

    /// <value>Port of blobs, 0..65533; queues and tables follow on the next two. 0 takes free ones. Default 10000.</value>
    public int StoragePort { get; init; } = 10_000;

    /// <value>Workers kept when there is nothing to do, 0..1000. Default 2.</value>
    public int MinWorkers { get; init; } = 2;

    /// <value>Most workers, 1..1000. Default 16.</value>
    public int MaxWorkers { get; init; } = 16;

    /// <value>Waiting tasks per worker above which another worker starts, 1..100000. Default 4.</value>
    public int ScaleUpDepth { get; init; } = 4;

    /// <value>Idle time after which a worker ends, 1 s..24 h. Default 5 minutes.</value>
    public TimeSpan ScaleDownIdle { get; init; } = TimeSpan.FromMinutes(5);

    /// <value>How long a worker holds a queue message without renewing its lock, 1 s..5 min. Default 1 minute.</value>
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromMinutes(1);

    /// <value>Tasks of the demo, one JSON object a line. Default <c>samples/tasks.ndjson</c>.</value>
    public string DemoFile { get; init; } = "samples/tasks.ndjson";

    /// <value>Settings that win over the environment and the settings file, for a host inside another program. Default none.</value>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = ImmutableDictionary<string, string?>.Empty;
}
