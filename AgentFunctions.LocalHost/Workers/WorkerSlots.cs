namespace AgentFunctions.LocalHost.Workers;

/// <summary>The workers of this process: how many there are and how many are busy. Thread-safe.</summary>
internal sealed class WorkerSlots(int size)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _size = size;
    private int _busy;

    public int Size
    {
        get
        {
            lock (_lock)
            {
                return _size;
            }
        }
    }

    public int Busy
    {
        get
        {
            lock (_lock)
            {
                return _busy;
            }
        }
    }

    /// <summary>Ends with the next change of the number of workers or of busy ones.</summary>
    public Task NextChange
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>Waits until a worker is free, and says how many are.</summary>
    public async Task<int> WaitForFreeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_busy < _size)
                {
                    return _size - _busy;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until no worker is busy.</summary>
    public async Task WaitForIdleAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_busy == 0)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Take() => Change(() => _busy++);

    public void Release() => Change(() => _busy--);

    /// <summary>Changes the number of workers; those above it finish what they have in hand.</summary>
    public void Resize(int size) => Change(() => _size = size);

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            change();
            changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }
}
