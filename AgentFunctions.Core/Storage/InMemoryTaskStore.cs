using System.Globalization;
using System.Runtime.CompilerServices;
using AgentFunctions.Costs;
using AgentFunctions.Tasks;
using AgentFunctions.Webhooks;

namespace AgentFunctions.Storage;

/// <summary>Tasks in the memory of one process, for the first growth stage and for tests: gone when the process ends.</summary>
/// <param name="ledger">Where the tasks' charges go; null: nowhere.</param>
/// <param name="callbacks">Gets the tasks whose callback is due; null: they are left for maintenance.</param>
public sealed class InMemoryTaskStore(InMemoryLedgerStore? ledger = null, WebhookOutbox? callbacks = null) : ITaskStore, ITaskScan
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, AgentTask> _newestFirst = new(Comparer<string>.Create((a, b) => string.CompareOrdinal(b, a)));
    private long _version;

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<AgentTask>> AddAsync(IReadOnlyList<AgentTask> tasks, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (AgentTask task in tasks)
            {
                AgentTask added = AsStored(task);
                if (_newestFirst.TryAdd(task.Id.ToString(), added))
                {
                    Tell(task, added);
                }
            }

            return Task.FromResult<IReadOnlyList<AgentTask>>([.. tasks.Select(t => _newestFirst[t.Id.ToString()])]);
        }
    }

    public Task<AgentTask?> FindAsync(TaskId id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_newestFirst.GetValueOrDefault(id.ToString()));
        }
    }

    public Task<UpdateOutcome> UpdateAsync(AgentTask task, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_newestFirst.TryGetValue(task.Id.ToString(), out AgentTask? stored) || stored.ETag != task.ETag)
            {
                return Task.FromResult<UpdateOutcome>(new UpdateOutcome.Conflict());
            }

            AgentTask changed = AsStored(task);
            _newestFirst[task.Id.ToString()] = changed;
            Tell(task, changed);
            return Task.FromResult<UpdateOutcome>(new UpdateOutcome.Stored(changed));
        }
    }

    public Task<UpdateOutcome> RewriteAsync(AgentTask task, CancellationToken cancellationToken) => UpdateAsync(task, cancellationToken);

    public Task<TaskPage> ListAsync(TaskFilter filter, CancellationToken cancellationToken)
    {
        if (filter.After is { } after && !TaskId.TryParse(after, out _))
        {
            throw new InvalidContinuationException();
        }

        lock (_lock)
        {
            AgentTask[] page = [.. _newestFirst.Values
                .SkipWhile(t => filter.After is { } last && string.CompareOrdinal(t.Id.ToString(), last) >= 0)
                .Where(filter.Matches)
                .Take(filter.PageSize + 1)];
            return Task.FromResult(page.Length > filter.PageSize
                ? new TaskPage(page[..filter.PageSize], page[filter.PageSize - 1].Id.ToString())
                : new TaskPage(page, null));
        }
    }

    public async IAsyncEnumerable<ScannedTask> ScanAsync(
        TenantId tenant, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (AgentTask task in Matching(new TaskFilter { Tenant = tenant, From = from, To = to }))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return ScannedTask.Of(task);
        }
    }

    public async IAsyncEnumerable<ScannedTask> ScanAsync(IReadOnlyCollection<TaskId> ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (TaskId id in ids)
        {
            if (await FindAsync(id, cancellationToken).ConfigureAwait(false) is { } task)
            {
                yield return ScannedTask.Of(task);
            }
        }
    }

    private List<AgentTask> Matching(TaskFilter filter)
    {
        lock (_lock)
        {
            return [.. _newestFirst.Values.Where(filter.Matches)];
        }
    }

    private AgentTask AsStored(AgentTask task) => task with { ETag = NextVersion(), Charges = [], CallsBack = false };

    private void Tell(AgentTask written, AgentTask stored)
    {
        ledger?.Add(written.Charges);
        if (written.CallsBack)
        {
            callbacks?.Add(stored);
        }
    }

    private string NextVersion() => (++_version).ToString(CultureInfo.InvariantCulture);
}
