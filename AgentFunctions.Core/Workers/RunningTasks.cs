using System.Collections.Concurrent;
using AgentFunctions.Tasks;

namespace AgentFunctions.Workers;

/// <summary>
/// The tasks that workers of this process are at. A task that is cancelled in this process stops at once; in other
/// processes the next renewal of the lease shows it.
/// </summary>
public sealed class RunningTasks
{
    private readonly ConcurrentDictionary<TaskId, Func<Task>> _stops = new();

    /// <summary>Stops the work on a task, if it is done here.</summary>
    public Task StopAsync(TaskId id) => _stops.TryGetValue(id, out Func<Task>? stop) ? stop() : Task.CompletedTask;

    internal void Add(TaskId id, Func<Task> stop) => _stops[id] = stop;

    internal void Remove(TaskId id) => _stops.TryRemove(id, out _);
}
