using AgentFunctions.Access;
using AgentFunctions.Intake.Batches;
using AgentFunctions.Intake.Idempotency;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Azure.Core;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Regions;

/// <summary>
/// Reads what another region has stored, while its app does not answer: from its storage account, or when that does not
/// answer either, from the account's read-only copy in the paired region, which is behind by up to some minutes (RA-GRS, RA-GZRS).
/// </summary>
public sealed partial class RegionMirror(Region region, TokenCredential credential, TimeProvider time, ILogger<RegionMirror> logger)
{
    private readonly IReadOnlyList<Lazy<RegionStores>> _places = [.. RegionStorage.PlacesOf(region, credential)
        .Select(place => new Lazy<RegionStores>(() => new RegionStores(
            new TableTaskStore(place.Tables), new BlobPayloadStore(place.Blobs), new TableIdempotencyStore(place.Tables, time), new TableApiKeyStore(place.Tables), new TableTaskBatchStore(place.Tables), new TableTaskScan(place.Tables))))];

    /// <summary>Reads from the first place that answers.</summary>
    /// <returns>What was read; null when no place answers.</returns>
    public async Task<T?> TryReadAsync<T>(Func<RegionStores, Task<T?>> read)
        where T : class
    {
        foreach (Lazy<RegionStores> place in _places)
        {
            try
            {
                return await read(place.Value).ConfigureAwait(false);
            }
            catch (Exception e) when (StorageFault.Is(e))
            {
                LogUnread(region.Name, e.GetType().Name, e.Message.Split('\n')[0]);
            }
        }

        return null;
    }

    /// <summary>The task that a client's key stands for there, with the hash of the body that it came with; null when there is none, or nobody answers.</summary>
    public Task<KeyedTask?> FindAsync(TenantId tenant, IdempotencyKey key, CancellationToken cancellationToken) => TryReadAsync(async stores =>
        await stores.Keys.FindAsync(key.ScopeFor(tenant), 0, cancellationToken).ConfigureAwait(false) is { } bound
        && await stores.Tasks.FindAsync(bound.Task, cancellationToken).ConfigureAwait(false) is { } task
            ? new KeyedTask(task, bound.BodyHash)
            : null);

    /// <summary>The API key of that id; null when there is none, or nobody answers.</summary>
    public Task<ApiKey?> FindKeyAsync(string id, CancellationToken cancellationToken) => TryReadAsync(stores => stores.ApiKeys.FindAsync(id, cancellationToken));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The storage of region {Region} cannot be read: {Kind}: {Reason}")]
    private partial void LogUnread(string region, string kind, string reason);
}

/// <summary>What a region has stored.</summary>
public sealed record RegionStores(
    ITaskStore Tasks, IPayloadStore Payloads, IIdempotencyStore Keys, IApiKeyStore ApiKeys, ITaskBatchStore Batches, ITaskScan Scan);

/// <summary>The task that an idempotency key stands for.</summary>
/// <param name="BodyHash">As <see cref="KeyBinding.HashOf"/> makes it.</param>
public sealed record KeyedTask(AgentTask Task, string BodyHash);
