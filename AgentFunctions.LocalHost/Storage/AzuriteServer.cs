namespace AgentFunctions.LocalHost.Storage;

/// <summary>
/// The storage emulator as long as the host runs. Uses the Azurite that already listens, or starts its own
/// and then restarts it when it dies and stops it at the end.
/// </summary>
internal sealed class AzuriteServer : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly AzuriteOptions _options;
    private readonly AzuriteLauncher _launcher;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AzuriteTenure? _tenure;
    private Task _watch = Task.CompletedTask;

    private AzuriteServer(AzuriteOptions options, Action<string> status, ILogger logger, TimeProvider time)
    {
        _options = options;
        _logger = logger;
        _time = time;
        Ports = StoragePorts.From(options.StoragePort);
        _launcher = new(options, Ports, status, logger, time);
    }

    public StoragePorts Ports { get; }

    /// <summary>For the Azure SDK: the well-known development account on the three ports.</summary>
    public string ConnectionString => DevelopmentAccount.ConnectionString(Ports);

    /// <summary>Id of the Azurite process while this host owns it, otherwise null.</summary>
    public int? ProcessId => (Volatile.Read(ref _tenure) as AzuriteTenure.Owned)?.Process.Id;

    /// <summary>True once Azurite died and every restart failed.</summary>
    public bool HasExited => _lost.Task.IsCompleted;

    /// <summary>Ends when Azurite is given up; the host should then stop, it has no storage any more.</summary>
    public Task Lost => _lost.Task;

    /// <summary>Returns when an Azurite answers on all three ports.</summary>
    /// <param name="status">Shown to the user while they wait: installing, starting.</param>
    /// <exception cref="HostStartException">Node.js is missing, a port is taken, or Azurite does not come up.</exception>
    public static async Task<AzuriteServer> StartAsync(
        AzuriteOptions options, Action<string> status, ILogger logger, TimeProvider time, CancellationToken cancellationToken)
    {
        var server = new AzuriteServer(options, status, logger, time);
        try
        {
            server._tenure = await server._launcher.EnsureAsync(cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        server._watch = server.WatchAsync(server._stopping.Token);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_tenure is AzuriteTenure.Owned owned)
        {
            await owned.Process.StopAsync(_options.StopTimeout, _time);
            Release(owned);
        }

        _launcher.Dispose();
        _stopping.Dispose();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var budget = new RestartBudget(_options.RestartBackOff, _time);
        while (await LossAsync(cancellationToken) is { } reason)
        {
            if (!await RestoreAsync(reason, budget, cancellationToken))
            {
                _lost.TrySetResult();
                return;
            }
        }
    }

    // Waits until Azurite is gone and says why; null when it is nothing of ours to watch.
    private async Task<string?> LossAsync(CancellationToken cancellationToken)
    {
        switch (_tenure)
        {
            case AzuriteTenure.Owned owned:
                await owned.Process.WaitForExitAsync(cancellationToken);
                var reason = $"process {owned.Process.Id} ended; {owned.Process.LastLines.ReplaceLineEndings("; ")}";
                Volatile.Write(ref _tenure, null);
                // Hosts that share the folder may be faster than this one; that is as good.
                Release(owned);
                return reason;
            case AzuriteTenure.Shared:
                using (var timer = new PeriodicTimer(LookEvery, _time))
                {
                    while (_launcher.IsOwnedElsewhere)
                    {
                        await timer.WaitForNextTickAsync(cancellationToken);
                    }
                }

                return "the host that ran it has ended";
            default:
                return null;
        }
    }

    private async Task<bool> RestoreAsync(string reason, RestartBudget budget, CancellationToken cancellationToken)
    {
        while (budget.Next() is var (attempt, delay))
        {
            AzuriteLog.Restarting(_logger, reason, attempt, RestartBudget.Attempts, delay);
            await Task.Delay(delay, _time, cancellationToken);
            try
            {
                Volatile.Write(ref _tenure, await _launcher.EnsureAsync(cancellationToken));
                return true;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                reason = e.Message;
            }
        }

        AzuriteLog.GivenUp(_logger, reason);
        return false;
    }

    private static void Release(AzuriteTenure.Owned owned)
    {
        owned.Process.Dispose();
        owned.Ownership.Dispose();
    }
}
