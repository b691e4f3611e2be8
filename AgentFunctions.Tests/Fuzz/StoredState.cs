using AgentFunctions.Queues;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>All that a host stores at one moment.</summary>
internal sealed record StoredState(IReadOnlyList<AgentTask> Tasks, IReadOnlyList<LaneDepth> Lanes)
{
    public static async Task<StoredState> ReadAsync(IServiceProvider services)
    {
        ITaskStore store = services.GetRequiredService<ITaskStore>();
        List<AgentTask> tasks = [];
        TaskFilter all = new() { PageSize = TaskFilter.MaxPageSize };
        do
        {
            TaskPage page = await store.ListAsync(all, TestContext.Current.CancellationToken);
            tasks.AddRange(page.Tasks);
            all = all with { After = page.Next };
        }
        while (all.After is not null);

        IReadOnlyList<LaneDepth> lanes = await services.GetRequiredService<ITaskQueue>().ReadDepthsAsync(TestContext.Current.CancellationToken);
        return new StoredState(tasks, [.. lanes.OrderBy(l => l.Lane)]);
    }

    /// <summary>The input that is stored for a task, as JSON text.</summary>
    public static async Task<string> ReadInputAsync(IServiceProvider services, string id)
    {
        AgentTask? task = await services.GetRequiredService<ITaskStore>().FindAsync(TaskId.Parse(id), TestContext.Current.CancellationToken);
        Assert.NotNull(task);
        return await services.GetRequiredService<IPayloadStore>().ReadAsync(task.Input, TestContext.Current.CancellationToken);
    }

    /// <summary>No task came, went or changed, but for those whose callback may be tried at any time. Each change would show as another ETag.</summary>
    public void AssertSameButForCallbacks(StoredState before)
    {
        Assert.Equal(before.Tasks.Select(t => t.Id), Tasks.Select(t => t.Id));
        Assert.Equal(before.Tasks.Where(t => t.CallbackUrl is null).Select(Version), Tasks.Where(t => t.CallbackUrl is null).Select(Version));
    }

    /// <summary>Neither a task nor the length of a queue changed.</summary>
    public void AssertSame(StoredState before)
    {
        Assert.Equal(before.Tasks.Select(Version), Tasks.Select(Version));
        Assert.Equal(before.Lanes, Lanes);
    }

    /// <summary>Exactly these tasks are new; every other one is as before.</summary>
    public void AssertAdded(StoredState before, params string[] ids)
    {
        HashSet<(string, string?)> old = [.. before.Tasks.Select(Version)];
        Assert.Equal(ids.Order(StringComparer.Ordinal), Tasks.Where(t => !old.Contains(Version(t))).Select(t => t.Id.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(before.Tasks.Count + ids.Length, Tasks.Count);
    }

    private static (string Id, string? ETag) Version(AgentTask task) => (task.Id.ToString(), task.ETag);
}
