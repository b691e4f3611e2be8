using AgentFunctions.Events;
using AgentFunctions.Intake.Batches;
using AgentFunctions.Regions;
using AgentFunctions.Storage;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Http.Regions;

/// <summary>Gives what tasks are read with, here and in the storage of other regions.</summary>
public sealed class TaskReaders(ITaskStore tasks, TaskViews views, ITaskBatchStore batches, TaskWatch watch, BatchWatch batchWatch, ILoggerFactory logs, TimeProvider time)
{
    internal TaskReader Here { get; } = new(tasks, views, batches, watch, batchWatch);

    /// <summary>For the tasks of another region, of whose backlog and answers under way this one knows nothing.</summary>
    internal TaskReader Of(RegionStores stores) => new(
        stores.Tasks,
        new TaskViews(stores.Payloads, estimates: null),
        stores.Batches,
        new TaskWatch(stores.Tasks, deltas: null, estimates: null, time, logs.CreateLogger<TaskWatch>()),
        new BatchWatch(stores.Scan, time, logs.CreateLogger<BatchWatch>()));
}
