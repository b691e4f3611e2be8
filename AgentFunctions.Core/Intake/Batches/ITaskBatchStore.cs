using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Intake.Batches;

/// <summary>Holds which tasks came together.</summary>
public interface ITaskBatchStore : IStoragePart
{
    /// <summary>Keeps a batch; one that is kept already gets the tasks that it does not have.</summary>
    Task KeepAsync(TaskBatch batch, CancellationToken cancellationToken);

    /// <summary>The batch, or null when there is none.</summary>
    Task<TaskBatch?> FindAsync(TaskId id, CancellationToken cancellationToken);
}
