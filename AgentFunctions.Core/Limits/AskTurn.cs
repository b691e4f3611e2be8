namespace AgentFunctions.Limits;

/// <summary>Lets one caller of this instance at a time ask the table, while the others wait for what that brings. Thread-safe.</summary>
internal sealed class AskTurn
{
    private readonly Lock _lock = new();
    private readonly List<TaskCompletionSource> _waiting = [];
    private bool _isTaken;

    /// <summary>Asks, unless something is known before it is this caller's turn.</summary>
    /// <param name="known">What can be said without asking; null when somebody must ask.</param>
    /// <param name="ask">Asks the table; null when it is then known.</param>
    public async Task<T> RunAsync<T>(Func<T?> known, Func<Task<T?>> ask, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            if (known() is { } before)
            {
                return before;
            }

            if (Begin() is { } other)
            {
                await other.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            try
            {
                if ((known() ?? await ask().ConfigureAwait(false)) is { } answer)
                {
                    return answer;
                }
            }
            finally
            {
                End();
            }
        }
    }

    /// <summary>Null when it is the caller's turn; otherwise ends with the turn of the one who has it.</summary>
    private Task? Begin()
    {
        lock (_lock)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return null;
            }

            TaskCompletionSource waiting = new();
            _waiting.Add(waiting);
            return waiting.Task;
        }
    }

    private void End()
    {
        TaskCompletionSource[] waiting;
        lock (_lock)
        {
            waiting = [.. _waiting];
            _waiting.Clear();
            _isTaken = false;
        }

        // Woken in the order in which they came.
        foreach (TaskCompletionSource next in waiting)
        {
            next.SetResult();
        }
    }
}
