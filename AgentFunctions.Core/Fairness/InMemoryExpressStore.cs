using AgentFunctions.Tasks;

namespace AgentFunctions.Fairness;

/// <summary>Express entries in the memory of one process.</summary>
public sealed class InMemoryExpressStore : IExpressStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TaskId, ExpressEntry> _entries = [];

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AddAsync(IReadOnlyList<ExpressEntry> entries, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (ExpressEntry entry in entries)
            {
                _entries[entry.Message.Task] = entry;
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ExpressEntry>> ReadAsync(Lane lane, int most, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<ExpressEntry>>([.. _entries.Values.Where(e => e.Message.Lane == lane).OrderBy(e => e.Tag).Take(most)]);
        }
    }

    public Task RemoveAsync(ExpressEntry entry, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _entries.Remove(entry.Message.Task);
        }

        return Task.CompletedTask;
    }
}
