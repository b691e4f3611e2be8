using AgentFunctions.Storage;

namespace AgentFunctions.Routing.Learning;

/// <summary>Keeps one predictor an agent for all instances. Every change is conditional: of two writers one wins.</summary>
public interface IPredictorStore : IStoragePart
{
    /// <summary>The stored predictor; null when there is none, or none newer than <paramref name="knownETag"/>.</summary>
    Task<StoredPredictor?> FindAsync(string agent, string? knownETag, CancellationToken cancellationToken);

    /// <summary>Stores a predictor in the place of another.</summary>
    /// <param name="etag">Of the one it goes on from; null: there must be none yet.</param>
    /// <returns>Its version; null when somebody else was faster, and nothing is stored.</returns>
    Task<string?> TryWriteAsync(string agent, BinaryData bytes, string? etag, CancellationToken cancellationToken);
}

/// <summary>A predictor as it is stored; see <see cref="Prediction.PredictorFile"/>.</summary>
public sealed record StoredPredictor(BinaryData Bytes, string ETag);
