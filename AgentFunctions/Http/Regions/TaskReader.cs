using AgentFunctions.Access;
using AgentFunctions.Events;
using AgentFunctions.Intake.Batches;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Http.Regions;

/// <summary>Where tasks and batches are read and followed, and what shows them.</summary>
internal sealed record TaskReader(ITaskStore Tasks, TaskViews Views, ITaskBatchStore Batches, TaskWatch Watch, BatchWatch BatchWatch)
{
    /// <summary>A task of the caller's tenant; null when there is none of that id.</summary>
    public async Task<AgentTask?> FindAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        TaskId.TryParse(id, out TaskId taskId)
        && await Tasks.FindAsync(taskId, cancellationToken) is { } task
        && task.Tenant == caller.Tenant
            ? task
            : null;

    /// <summary>A batch of the caller's tenant; null when there is none of that id.</summary>
    public async Task<TaskBatch?> FindBatchAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        TaskId.TryParse(id, out TaskId batchId)
        && await Batches.FindAsync(batchId, cancellationToken) is { } batch
        && batch.Tenant == caller.Tenant
            ? batch
            : null;
}
