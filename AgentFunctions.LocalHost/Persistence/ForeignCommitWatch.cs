using Microsoft.Data.Sqlite;

namespace AgentFunctions.LocalHost.Persistence;

/// <summary>
/// Notices commits of other processes by polling PRAGMA data_version, and only while somebody watches.
/// </summary>
/// <remarks>The clock here is the real one, because it paces looks at a real file and gives nothing its meaning.</remarks>
internal sealed class ForeignCommitWatch(Func<Task<long>>? readVersion) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    private readonly Lock _gate = new();
    private int _watchers;
    private bool _isPolling;
    private bool _isDisposed;
    private long? _lastVersion;

    /// <summary>Raised at most once an interval, possibly also for a commit from before the watch began.</summary>
    public event Action? Observed;

    /// <summary>Keeps the polling going until the returned object is disposed.</summary>
    public IDisposable Watch()
    {
        lock (_gate)
        {
            _watchers++;
            if (!_isPolling && !_isDisposed && readVersion is not null)
            {
                _isPolling = true;
                _ = PollAsync(readVersion);
            }
        }

        return new Watcher(this);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
        }
    }

    private async Task PollAsync(Func<Task<long>> read)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do
            {
                var version = await read().ConfigureAwait(false);
                // The first look has nothing to compare with, so it tells watchers to look for themselves.
                if (version != _lastVersion)
                {
                    _lastVersion = version;
                    Observed?.Invoke();
                }

                await timer.WaitForNextTickAsync().ConfigureAwait(false);
            }
            while (GoesOn());
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SqliteException)
        {
            // Watchers learn of a closed or failing database from their own calls; the next of them polls anew.
            lock (_gate)
            {
                _isPolling = false;
            }
        }
    }

    private bool GoesOn()
    {
        lock (_gate)
        {
            _isPolling = _watchers > 0 && !_isDisposed;
            return _isPolling;
        }
    }

    private void Unwatch()
    {
        lock (_gate)
        {
            _watchers--;
        }
    }

    private sealed class Watcher(ForeignCommitWatch watch) : IDisposable
    {
        private ForeignCommitWatch? _watch = watch;

        public void Dispose() => Interlocked.Exchange(ref _watch, null)?.Unwatch();
    }
}
