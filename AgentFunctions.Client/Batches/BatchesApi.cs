using AgentFunctions.Client.Events;
using AgentFunctions.Client.Http;

namespace AgentFunctions.Client;

/// <summary>Tasks that came in one request, followed together. <see cref="BatchItem.Batch"/> has the id.</summary>
public sealed class BatchesApi
{
    private readonly BatchWatch _watch;

    internal BatchesApi(ApiTransport transport, AgentFunctionsClientOptions options) => _watch = new BatchWatch(transport, options);

    /// <summary>The batch as it is now.</summary>
    /// <exception cref="ApiException">404: there is no such batch.</exception>
    public Task<BatchStatus> GetAsync(string id, CancellationToken cancellationToken = default) => _watch.GetAsync(id, cancellationToken);

    /// <summary>What happens to the tasks of a batch, until all are over: one connection for all of them, taken up again when it breaks off. Each end is told once.</summary>
    /// <remarks>Where the server has no events the batch is looked at, at most <see cref="AgentFunctionsClientOptions.LongestPoll"/> apart.</remarks>
    /// <exception cref="ApiException">404: there is no such batch.</exception>
    public IAsyncEnumerable<BatchEvent> WatchAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return _watch.FollowAsync(id, cancellationToken);
    }

    /// <summary>Waits until all tasks of a batch are over.</summary>
    /// <param name="cancellationToken">Ends the wait; the tasks go on.</param>
    /// <returns>The batch in the end, whichever ends its tasks came to.</returns>
    public async Task<BatchStatus> WaitAsync(string id, CancellationToken cancellationToken = default)
    {
        await WatchAsync(id, cancellationToken).LastAsync(cancellationToken).ConfigureAwait(false);
        return await GetAsync(id, cancellationToken).ConfigureAwait(false);
    }
}
