namespace AgentFunctions.Storage;

/// <summary>A table, container or the like that must be there before the first task comes.</summary>
public interface IStoragePart
{
    /// <summary>Makes it ready for use; no matter if it is already.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);
}
