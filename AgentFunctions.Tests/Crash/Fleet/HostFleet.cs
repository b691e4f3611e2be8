using AgentFunctions.LocalHost.Processes;
using AgentFunctions.LocalHost.Storage;

namespace AgentFunctions.Tests.Crash.Fleet;

/// <summary>Several local hosts, each a process of its own, on one data folder and one Azurite.</summary>
internal sealed class HostFleet : IAsyncDisposable
{
    private const int Intakes = 2;
    private const int Workers = 3;
    private const int SlotsPerHost = 8;

    private static readonly string[] Pool = ["--min-workers", $"{SlotsPerHost}", "--max-workers", $"{SlotsPerHost}"];

    private HostFleet(FleetFolder folder, IReadOnlyList<HostPlace> places, IReadOnlyList<Uri> addresses)
    {
        (Folder, Places, Addresses) = (folder, places, addresses);
    }

    public FleetFolder Folder { get; }

    public IReadOnlyList<HostPlace> Places { get; }

    /// <summary>Where the intakes listen, each with a slash at its end.</summary>
    public IReadOnlyList<Uri> Addresses { get; }

    public IEnumerable<HostEnd> Ends => Places.SelectMany(place => place.Ends);

    /// <summary>Starts all hosts at once, so that they also meet at the start of Azurite.</summary>
    public static HostFleet Start(CrashPlan plan, FleetFolder folder)
    {
        int[] ports = [.. Enumerable.Range(0, Intakes).Select(_ => FreePorts.Find())];
        HostPlace[] intakes = [.. ports.Select((port, i) => Place(plan, folder, $"intake-{i + 1}", ["--port", $"{port}"]))];
        HostPlace[] workers = [.. Enumerable.Range(1, Workers).Select(i => Place(plan, folder, $"worker-{i}", ["worker"]))];
        return new HostFleet(folder, [.. intakes, .. workers], [.. ports.Select(port => new Uri($"http://127.0.0.1:{port}/api/"))]);
    }

    /// <summary>The host process of each API key, as it stands on attempts: <c>machine/process id</c>.</summary>
    public IReadOnlyDictionary<string, string> WorkerNames() => Places.SelectMany(place => place.Started)
        .ToDictionary(process => process.Name, process => $"{Environment.MachineName}/{process.ProcessId}", StringComparer.Ordinal);

    /// <summary>Kills all hosts for good; Azurite lives on.</summary>
    public Task KillHostsAsync() => Task.WhenAll(Places.Select(place => place.DisposeAsync().AsTask()));

    public async ValueTask DisposeAsync()
    {
        await KillHostsAsync();

        // No host is left that could start it again.
        using AzuriteProcess? azurite = AzuriteProcess.LeftIn(new AzuriteFolder(Folder.Storage));
        azurite?.Kill();
    }

    private static HostPlace Place(CrashPlan plan, FleetFolder folder, string name, string[] arguments) =>
        new(name, folder, [.. arguments, .. Pool], plan.RandomFor($"restart/{name}"));
}
