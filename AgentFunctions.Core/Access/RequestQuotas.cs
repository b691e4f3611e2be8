using System.Collections.Concurrent;
using AgentFunctions.Limits;
using AgentFunctions.Storage;
using AgentFunctions.Storage.SharedStates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Access;

/// <summary>The quotas of the keys that call this instance. Thread-safe.</summary>
public sealed partial class RequestQuotas(ILimitStore store, IOptions<AccessOptions> options, TimeProvider time, ILogger<RequestQuotas> logger)
{
    private readonly StateUpdates _updates = new(store, time);
    private readonly ConcurrentDictionary<string, RequestQuota> _quotas = new(StringComparer.Ordinal);

    /// <summary>Counts a request of a key.</summary>
    /// <returns>Null when the key has no quota, or it cannot be read: a fault of ours does not turn a caller away.</returns>
    public async Task<QuotaOutcome?> TakeAsync(ApiKey key, CancellationToken cancellationToken)
    {
        if ((key.RequestsPerMinute ?? options.Value.RequestsPerMinute) is not { } limit)
        {
            return null;
        }

        try
        {
            return await _quotas.GetOrAdd(key.Id, id => new RequestQuota(id, limit, _updates, time)).TakeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (StorageFault.IsTransient(e) && !cancellationToken.IsCancellationRequested)
        {
            LogUnread(e);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The requests of a key could not be counted.")]
    private partial void LogUnread(Exception exception);
}
