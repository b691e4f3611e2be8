using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Azure;
using Azure.Data.Tables;

namespace AgentFunctions.Tests.Crash.Verdict;

/// <summary>Looks at the stored tasks again and again, and notes each final state that changes after it was seen.</summary>
internal sealed class FinalStates
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(2);

    // A look costs Azurite time that the hosts need too.
    private const int PausesPerLook = 4;

    private readonly TableTaskStore _store;
    private readonly Dictionary<TaskId, AgentTask> _seen = [];

    public FinalStates(string connectionString)
    {
        TableClientOptions options = new() { Retry = { MaxRetries = 0, NetworkTimeout = TimeSpan.FromSeconds(10) } };
        _store = new TableTaskStore(new TableServiceClient(connectionString, options));
    }

    /// <summary>Final states that were not final: what was seen first and what later.</summary>
    public List<(AgentTask First, AgentTask Later)> Changes { get; } = [];

    /// <summary>How often all tasks were looked at.</summary>
    public int Looks { get; private set; }

    /// <summary>Looks until nothing is left to wait for.</summary>
    /// <param name="isEnough">Asked after each look with the ids that are final.</param>
    public async Task WatchAsync(Func<IReadOnlyCollection<TaskId>, bool> isEnough, CancellationToken cancellationToken)
    {
        while (true)
        {
            DateTimeOffset begin = DateTimeOffset.UtcNow;
            if (await TryLookAsync(cancellationToken) && isEnough(_seen.Keys))
            {
                return;
            }

            TimeSpan pause = (DateTimeOffset.UtcNow - begin) * PausesPerLook;
            await Task.Delay(pause > ShortestPause ? pause : ShortestPause, cancellationToken);
        }
    }

    /// <summary>One last look; all tasks that are stored.</summary>
    public async Task<IReadOnlyList<AgentTask>> LookAsync(CancellationToken cancellationToken)
    {
        List<AgentTask> all = [];
        TaskFilter filter = new() { PageSize = TaskFilter.MaxPageSize };
        do
        {
            TaskPage page = await _store.ListAsync(filter, cancellationToken);
            all.AddRange(page.Tasks);
            filter = filter with { After = page.Next };
        }
        while (filter.After is not null);

        foreach (AgentTask task in all)
        {
            Note(task);
        }

        Looks++;
        return all;
    }

    private async Task<bool> TryLookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(cancellationToken);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is RequestFailedException or AggregateException or IOException or OperationCanceledException)
        {
            // Azurite is down, or not yet up.
            return false;
        }
    }

    private void Note(AgentTask task)
    {
        if (!_seen.TryGetValue(task.Id, out AgentTask? first))
        {
            if (task.IsFinal)
            {
                _seen.Add(task.Id, task);
            }
        }
        else if (first.ETag != task.ETag)
        {
            // Any write shows in the ETag, also one that writes the same.
            Changes.Add((first, task));
            _seen[task.Id] = task;
        }
    }
}
