using AgentFunctions.Storage;

namespace AgentFunctions.Limits;

/// <summary>Holds the state that all instances share about a limit. Every change is conditional: of two writers one wins.</summary>
public interface ILimitStore : IStoragePart
{
    /// <summary>The state as it is now; null when there is none.</summary>
    Task<LimitState?> FindAsync(LimitKey key, CancellationToken cancellationToken);

    /// <summary>Stores a state in the place of another.</summary>
    /// <param name="etag">Of the state it was made from; null: there must be none yet.</param>
    /// <returns>False when somebody else was faster; then nothing is stored.</returns>
    Task<bool> TryWriteAsync(LimitKey key, string json, string? etag, CancellationToken cancellationToken);
}

/// <summary>A stored state.</summary>
public readonly record struct LimitState(string Json, string ETag);
