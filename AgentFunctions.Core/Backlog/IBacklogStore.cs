using AgentFunctions.Storage;

namespace AgentFunctions.Backlog;

/// <summary>Where instances tell each other what they see.</summary>
public interface IBacklogStore : IStoragePart
{
    /// <summary>Replaces what an instance has told.</summary>
    Task WriteAsync(InstanceBacklog instance, CancellationToken cancellationToken);

    /// <summary>What all instances have told, those that are gone included.</summary>
    Task<IReadOnlyList<InstanceBacklog>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the accounts of instances that are gone by one that sums them up, in one step.</summary>
    /// <returns>False when somebody else changed one of them meanwhile.</returns>
    Task<bool> FoldAsync(IReadOnlyList<InstanceBacklog> gone, InstanceBacklog sum, CancellationToken cancellationToken);
}
