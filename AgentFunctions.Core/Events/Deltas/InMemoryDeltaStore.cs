using AgentFunctions.Tasks;

namespace AgentFunctions.Events.Deltas;

/// <summary>Deltas in the memory of one process.</summary>
public sealed class InMemoryDeltaStore(TimeProvider time) : IDeltaStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TaskId, SortedDictionary<(int Attempt, int Sequence), (AnswerDelta Delta, DateTimeOffset At)>> _deltas = [];

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AddAsync(TaskId task, IReadOnlyList<AnswerDelta> deltas, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_deltas.TryGetValue(task, out var rows))
            {
                _deltas[task] = rows = [];
            }

            foreach (AnswerDelta delta in deltas)
            {
                rows[(delta.Attempt, delta.Sequence)] = (delta, time.GetUtcNow());
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<AnswerDelta>> ReadAsync(TaskId task, int attempt, int after, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<AnswerDelta>>(_deltas.TryGetValue(task, out var rows)
                ? [.. rows.Where(row => row.Key.Attempt == attempt && row.Key.Sequence > after).Select(row => row.Value.Delta)]
                : []);
        }
    }

    public Task<int> RemoveAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            int removed = 0;
            foreach ((TaskId task, var rows) in _deltas.ToList())
            {
                foreach (var old in rows.Where(row => row.Value.At < before).Select(row => row.Key).ToList())
                {
                    rows.Remove(old);
                    removed++;
                }

                if (rows.Count == 0)
                {
                    _deltas.Remove(task);
                }
            }

            return Task.FromResult(removed);
        }
    }
}
