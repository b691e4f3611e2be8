namespace AgentFunctions.Storage.SharedStates;

/// <summary>Holds small states that all instances share. Every change is conditional: of two writers one wins.</summary>
public interface IStateStore : IStoragePart
{
    /// <summary>The state as it is now; null when there is none.</summary>
    Task<SharedState?> FindAsync(StateKey key, CancellationToken cancellationToken);

    /// <summary>Stores a state in the place of another.</summary>
    /// <param name="etag">Of the state it was made from; null: there must be none yet.</param>
    /// <returns>False when somebody else was faster; then nothing is stored.</returns>
    Task<bool> TryWriteAsync(StateKey key, string json, string? etag, CancellationToken cancellationToken);
}

/// <summary>A stored state.</summary>
public readonly record struct SharedState(string Json, string ETag);
