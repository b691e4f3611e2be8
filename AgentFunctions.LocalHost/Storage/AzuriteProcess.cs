using AgentFunctions.LocalHost.Node;
using AgentFunctions.LocalHost.Processes;

namespace AgentFunctions.LocalHost.Storage;

/// <summary>The Azurite process of one data folder, and the folder's record of it.</summary>
internal sealed class AzuriteProcess : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly AzuriteFolder _folder;
    private readonly DetachedProcess _process;
    private readonly long _logStart;

    private AzuriteProcess(AzuriteFolder folder, DetachedProcess process, long logStart)
    {
        _folder = folder;
        _process = process;
        _logStart = logStart;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it wrote last, for an error message.</summary>
    public string LastLines => _folder.Log.End(_logStart);

    public static AzuriteProcess Start(NodePackages packages, AzuriteFolder folder, StoragePorts ports)
    {
        var script = packages.Script("azurite", "dist/src/azurite.js");
        var logStart = folder.Log.Length;
        var listen = ports.ByKind.SelectMany(p =>
        {
            var kind = p.Kind.ToLowerInvariant();
            return new[] { $"--{kind}Host", "127.0.0.1", $"--{kind}Port", $"{p.Port}" };
        });
        var process = DetachedProcess.Start(
            NodeCommand.Find("node"),
            [script, "--location", folder.Path, .. listen, "--disableTelemetry", "--skipApiVersionCheck", "--silent"],
            folder.Log.Path);
        folder.Record(process);
        return new(folder, process, logStart);
    }

    /// <summary>The process that a host which has died left behind in this folder, or null.</summary>
    public static AzuriteProcess? LeftIn(AzuriteFolder folder) =>
        folder.Recorded() is { } process ? new(folder, process, folder.Log.Length) : null;

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Lets it save its data and ends it; returns at the latest a moment after <paramref name="timeout"/>.</summary>
    public async Task StopAsync(TimeSpan timeout, TimeProvider time)
    {
        var closingFrom = _folder.Log.Length;
        _process.RequestStop();
        using var limit = new CancellationTokenSource(timeout, time);
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            while (!_process.HasExited && !HasSaved(closingFrom))
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // It had its time. On Windows, where nothing can ask it to stop, that time covers one of its
            // own saves, which come every 5 s.
        }

        Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _folder.Forget();
    }

    public void Dispose() => _process.Dispose();

    // Azurite saves, says so for each of its three services, and then still waits for clients that keep an
    // idle connection open. That wait helps nobody.
    private bool HasSaved(long from) =>
        _folder.Log.LinesAfter(from).Count(line => line.EndsWith("service successfully closed", StringComparison.Ordinal)) == 3;
}
