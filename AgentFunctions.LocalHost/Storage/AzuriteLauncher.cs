using AgentFunctions.LocalHost.Node;
using AgentFunctions.LocalHost.Processes;

namespace AgentFunctions.LocalHost.Storage;

/// <summary>Brings about that an Azurite answers on the three ports: joins a running one or starts one.</summary>
internal sealed class AzuriteLauncher(
    AzuriteOptions options, StoragePorts ports, Action<string> status, ILogger logger, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly AzuriteFolder _folder = new(options.Directory);
    private readonly StorageProbe _probe = new(ports);
    private string? _silent;

    /// <exception cref="HostStartException">The ports are taken, Node.js is missing, or Azurite does not come up.</exception>
    public async Task<AzuriteTenure> EnsureAsync(CancellationToken cancellationToken)
    {
        if ((await LookAsync(cancellationToken)).AllAnswer)
        {
            return Join();
        }

        // Before the clock of the start runs: it may take minutes, and waits for a host that does the same.
        var packages = NodePackages.Locate();
        await packages.InstallAsync(status, time, cancellationToken);
        var logStart = _folder.Log.Length;
        using var limit = new CancellationTokenSource(options.StartTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await StartOrJoinAsync(packages, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HostStartException(Explain(logStart), e);
        }
    }

    /// <summary>True while another host takes care of this data folder's Azurite.</summary>
    public bool IsOwnedElsewhere
    {
        get
        {
            using var free = _folder.TryOwn();
            return free is null;
        }
    }

    public void Dispose() => _probe.Dispose();

    private async Task<StoragePortState> LookAsync(CancellationToken cancellationToken)
    {
        var state = await _probe.ReadAsync(cancellationToken);
        _silent = state.Silent;
        return state.Foreign is null ? state : throw new HostStartException(
            $"Something that is not Azurite listens on {state.Foreign}. Stop it, or choose three other ports with "
            + "--storage-port N (blobs N, queues N+1, tables N+2).");
    }

    private string Explain(long logStart) => _silent is not null
        ? $"Something listens on {_silent} and has not answered for {options.StartTimeout.TotalSeconds:0} s. Stop it, or choose three other "
            + "ports with --storage-port N (blobs N, queues N+1, tables N+2)."
        : IsOwnedElsewhere
        ? $"Another host runs the Azurite of {_folder.Path} on other ports than {ports.Blob}, {ports.Queue} and {ports.Table}. "
            + "Give --storage-port as that host has it, or another folder with --data."
        : $"Azurite did not answer on all of the ports {ports.Blob}, {ports.Queue} and {ports.Table} within "
            + $"{options.StartTimeout.TotalSeconds:0} s (other ports: --storage-port). The end of its log {_folder.Log.Path}:"
            + Environment.NewLine + _folder.Log.End(logStart);

    private AzuriteTenure Join()
    {
        if (_folder.TryOwn() is not { } ownership)
        {
            AzuriteLog.Shared(logger);
            return new AzuriteTenure.Shared();
        }

        if (AzuriteProcess.LeftIn(_folder) is { } process)
        {
            AzuriteLog.Adopted(logger, process.Id);
            return new AzuriteTenure.Owned(process, ownership);
        }

        ownership.Dispose();
        AzuriteLog.External(logger);
        return new AzuriteTenure.External();
    }

    private async Task<AzuriteTenure> StartOrJoinAsync(NodePackages packages, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        do
        {
            var state = await LookAsync(cancellationToken);
            if (state.AllAnswer)
            {
                return Join();
            }

            // Without the lock another host is starting it; with some ports open, it is half way up or down.
            if (state.AllFree && _folder.TryOwn() is { } ownership)
            {
                return await StartOwnAsync(packages, ownership, cancellationToken);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
        throw new OperationCanceledException(cancellationToken);
    }

    private async Task<AzuriteTenure> StartOwnAsync(
        NodePackages packages, FileLock ownership, CancellationToken cancellationToken)
    {
        AzuriteProcess? process = null;
        try
        {
            await StopLeftoverAsync();
            status("Starting the storage emulator ...");
            process = AzuriteProcess.Start(packages, _folder, ports);
            await WaitUntilUpAsync(process, cancellationToken);
            AzuriteLog.Started(logger, process.Id, ports.Blob, ports.Queue, ports.Table);
            return new AzuriteTenure.Owned(process, ownership);
        }
        catch
        {
            process?.Kill();
            process?.Dispose();
            ownership.Dispose();
            throw;
        }
    }

    // A host that used other ports and died leaves a process that still writes to the same files.
    private async Task StopLeftoverAsync()
    {
        using var leftover = AzuriteProcess.LeftIn(_folder);
        await (leftover?.StopAsync(options.StopTimeout, time) ?? Task.CompletedTask);
    }

    private async Task WaitUntilUpAsync(AzuriteProcess process, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (!(await _probe.ReadAsync(cancellationToken)).AllAnswer)
        {
            if (process.HasExited)
            {
                throw new HostStartException($"Azurite ended during its start:{Environment.NewLine}{process.LastLines}");
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
