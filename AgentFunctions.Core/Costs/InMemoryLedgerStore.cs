using System.Runtime.CompilerServices;
using AgentFunctions.Costs.Posting;

namespace AgentFunctions.Costs;

/// <summary>The ledger's sums in the memory of one process; entries are in them at once.</summary>
public sealed class InMemoryLedgerStore : ILedgerStore, ILedgerPosting
{
    private readonly Lock _lock = new();
    private readonly Dictionary<LedgerKey, LedgerAmounts> _sums = [];

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RecoverAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async IAsyncEnumerable<LedgerEntry> ReadAsync(DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (LedgerEntry entry in Read().Where(e => e.Key.Hour >= from && e.Key.Hour < to))
        {
            yield return entry;
        }
    }

    internal void Add(IEnumerable<LedgerEntry> entries)
    {
        lock (_lock)
        {
            foreach (LedgerEntry entry in entries)
            {
                _sums[entry.Key] = _sums.GetValueOrDefault(entry.Key) + entry.Amounts;
            }
        }
    }

    private List<LedgerEntry> Read()
    {
        lock (_lock)
        {
            return [.. _sums.Select(s => new LedgerEntry(s.Key, s.Value))];
        }
    }
}
