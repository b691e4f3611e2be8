namespace AgentFunctions.Models.Batches;

/// <summary>
/// The batch API of one model. Thread-safe. What goes wrong with the provider is an exception that <see cref="ModelFault.Of"/> classifies,
/// as with a chat client; nothing is tried again here.
/// </summary>
public interface IBatchProvider
{
    /// <summary>The most that one batch may hold.</summary>
    BatchLimits Limits { get; }

    /// <summary>Whether the API can tell batches apart by what they were submitted with. If not, <see cref="FindAsync"/> never finds one.</summary>
    bool CanFind { get; }

    /// <summary>Submits a batch. It may have come about although this fails; <see cref="FindAsync"/> tells.</summary>
    /// <param name="idempotencyHint">Names the submission, to find it again: 1 to 256 characters. It does not keep a second submission from being made.</param>
    /// <exception cref="ArgumentException">A request is not as <see cref="BatchRequest"/> says; nothing was sent.</exception>
    /// <exception cref="BatchTooLargeException">Nothing was sent.</exception>
    Task<BatchSubmission> SubmitAsync(string idempotencyHint, IReadOnlyList<BatchRequest> requests, CancellationToken cancellationToken);

    /// <summary>The newest batch of this submission, in whatever state; null: none within the last 7 days, or <see cref="CanFind"/> is false.</summary>
    Task<BatchSubmission?> FindAsync(string idempotencyHint, CancellationToken cancellationToken);

    Task<BatchProgress> GetAsync(string batchId, CancellationToken cancellationToken);

    /// <summary>The results, as they are read from the provider, in any order; a broken line is among them and does not end them.</summary>
    /// <exception cref="InvalidOperationException">The batch is running.</exception>
    IAsyncEnumerable<BatchResult> ResultsAsync(string batchId, CancellationToken cancellationToken);

    /// <summary>Asks the provider to stop; the batch is running until it has. Cancelling a batch that has ended is refused by some providers.</summary>
    Task CancelAsync(string batchId, CancellationToken cancellationToken);
}
