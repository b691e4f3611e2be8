using AgentFunctions.Tasks;

namespace AgentFunctions.Storage;

/// <summary>The tasks that a client chose for one change of them all.</summary>
/// <param name="Tasks">Each with its id; null when the tenant has none of that id.</param>
/// <param name="More">True when further tasks were chosen than the limit let through.</param>
public sealed record ChosenTasks(IReadOnlyList<(TaskId Id, AgentTask? Task)> Tasks, bool More)
{
    /// <param name="ids">Those that are chosen; null when <paramref name="filter"/> chooses.</param>
    /// <param name="filter">All that match, newest first; null when <paramref name="ids"/> choose.</param>
    /// <param name="limit">Most tasks, 1 to <see cref="TaskFilter.MaxPageSize"/>.</param>
    public static async Task<ChosenTasks> ReadAsync(
        ITaskStore tasks, TenantId tenant, IReadOnlyList<TaskId>? ids, TaskFilter? filter, int limit, CancellationToken cancellationToken)
    {
        if (ids is not null)
        {
            TaskId[] first = [.. ids.Take(limit)];
            AgentTask?[] found = await Task.WhenAll(first.Select(id => tasks.FindAsync(id, cancellationToken))).ConfigureAwait(false);
            return new ChosenTasks([.. first.Zip(found.Select(t => t?.Tenant == tenant ? t : null))], ids.Count > first.Length);
        }

        TaskPage page = await tasks.ListAsync(filter! with { PageSize = limit }, cancellationToken).ConfigureAwait(false);
        return new ChosenTasks([.. page.Tasks.Select(t => (t.Id, (AgentTask?)t))], page.Next is not null);
    }
}
