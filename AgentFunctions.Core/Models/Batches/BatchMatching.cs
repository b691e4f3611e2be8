using System.Runtime.CompilerServices;

namespace AgentFunctions.Models.Batches;

/// <summary>Holds a batch's results against its requests.</summary>
public static class BatchMatching
{
    /// <summary>
    /// Passes on the first result of each request; results of no request and further ones become <see cref="BatchResult.Stray"/>, and
    /// requests without a result <see cref="BatchResult.Missing"/>, at the end. So each request gets one result, whatever the provider sends.
    /// </summary>
    /// <param name="asked">The custom ids of the batch's requests.</param>
    public static async IAsyncEnumerable<BatchResult> AgainstAsync(
        this IAsyncEnumerable<BatchResult> results, IEnumerable<string> asked, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string[] ids = [.. asked];
        HashSet<string> known = new(ids, StringComparer.Ordinal);
        HashSet<string> open = new(ids, StringComparer.Ordinal);
        await foreach (BatchResult result in results.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return IdOf(result) switch
            {
                { } id when !known.Contains(id) => new BatchResult.Stray(id, "No request of the batch has this id."),
                { } id when !open.Remove(id) => new BatchResult.Stray(id, "The request has a result already."),
                _ => result,
            };
        }

        foreach (string id in ids.Where(open.Contains))
        {
            yield return new BatchResult.Missing(id);
        }
    }

    private static string? IdOf(BatchResult result) => result switch
    {
        BatchResult.Answered answered => answered.CustomId,
        BatchResult.Failed failed => failed.CustomId,
        BatchResult.Expired expired => expired.CustomId,
        BatchResult.Cancelled cancelled => cancelled.CustomId,
        _ => null,
    };
}
