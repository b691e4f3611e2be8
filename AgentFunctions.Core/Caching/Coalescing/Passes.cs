using AgentFunctions.Tasks;

namespace AgentFunctions.Caching.Coalescing;

/// <summary>
/// Runs one pass over a work key at a time in this process. Whoever asks while one runs shares the pass that follows it, however many ask:
/// hundreds of tasks that join a leader which has just ended need one look between them. Thread-safe.
/// </summary>
internal sealed class Passes
{
    private readonly Lock _lock = new();
    private readonly Dictionary<WorkKey, Queue> _keys = [];

    /// <summary>Returns when a pass has run that began after this call.</summary>
    public Task RunAsync(WorkKey key, Func<Task> pass)
    {
        lock (_lock)
        {
            if (_keys.TryGetValue(key, out Queue? queue))
            {
                return queue.Next ??= AfterAsync(key, queue.Running, pass);
            }

            _keys[key] = queue = new Queue();
            return queue.Running = RunThenLeaveAsync(key, pass);
        }
    }

    private async Task AfterAsync(WorkKey key, Task running, Func<Task> pass)
    {
        // How it ended is told to those who asked for it.
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        await RunThenLeaveAsync(key, pass).ConfigureAwait(false);
    }

    private async Task RunThenLeaveAsync(WorkKey key, Func<Task> pass)
    {
        await Task.Yield();
        try
        {
            await pass().ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                Queue queue = _keys[key];
                if (queue.Next is null)
                {
                    _keys.Remove(key);
                }
                else
                {
                    (queue.Running, queue.Next) = (queue.Next, null);
                }
            }
        }
    }

    private sealed class Queue
    {
        public Task Running { get; set; } = Task.CompletedTask;

        public Task? Next { get; set; }
    }
}
