namespace AgentFunctions.Tests.Crash.Fleet;

/// <summary>One place in the fleet: a host runs there, and when it has ended another one is started, as an orchestrator would.</summary>
internal sealed class HostPlace : IAsyncDisposable
{
    private readonly FleetFolder _folder;
    private readonly string[] _arguments;
    private readonly Random _random;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly List<HostEnd> _ends = [];
    private readonly List<(string Name, int ProcessId)> _started = [];
    private HostProcess? _process;
    private bool _disposed;
    private readonly Task _loop;

    public HostPlace(string name, FleetFolder folder, IEnumerable<string> arguments, Random random)
    {
        (Name, _folder, _arguments, _random) = (name, folder, [.. arguments], random);
        _loop = KeepRunningAsync();
    }

    public string Name { get; }

    /// <summary>The host that runs here now, by name; null when there is none at the moment.</summary>
    public string? Current
    {
        get
        {
            lock (_gate)
            {
                return _process?.Name;
            }
        }
    }

    public bool OwnsStorage => OnProcess(process => process.OwnsStorage());

    public IReadOnlyList<HostEnd> Ends
    {
        get
        {
            lock (_gate)
            {
                return [.. _ends];
            }
        }
    }

    /// <summary>All processes that ran here.</summary>
    public IReadOnlyList<(string Name, int ProcessId)> Started
    {
        get
        {
            lock (_gate)
            {
                return [.. _started];
            }
        }
    }

    /// <summary>Kills the host that runs here now; false when there is none at the moment.</summary>
    public bool Kill() => OnProcess(process =>
    {
        process.Kill();
        return true;
    });

    public bool Pause() => OnProcess(process =>
    {
        process.Pause();
        return true;
    });

    public bool Resume() => OnProcess(process =>
    {
        process.Resume();
        return true;
    });

    /// <summary>Kills the host for good.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _closing.CancelAsync();
        Kill();
        await _loop;
        _closing.Dispose();
    }

    private async Task KeepRunningAsync()
    {
        while (Start() is { } process)
        {
            HostEnd end = await process.WaitForEndAsync();
            lock (_gate)
            {
                _ends.Add(end);
                _process = null;
            }

            process.Dispose();
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(200, 3_000)), _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private HostProcess? Start()
    {
        lock (_gate)
        {
            if (_closing.IsCancellationRequested)
            {
                return null;
            }

            _process = HostProcess.Start($"{Name}.{_started.Count + 1}", _folder, _arguments);
            _started.Add((_process.Name, _process.Id));
            return _process;
        }
    }

    private bool OnProcess(Func<HostProcess, bool> act)
    {
        lock (_gate)
        {
            return _process is { } process && act(process);
        }
    }
}
