using System.Globalization;
using AgentFunctions.Tasks;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AgentFunctions.Caching;

/// <summary>Answers in the blob container <c>results</c>, one blob a work key.</summary>
public sealed class BlobResultCache(BlobServiceClient service, TimeProvider time) : IResultCache
{
    /// <summary>Name of the container.</summary>
    public const string ContainerName = "results";

    private const string Expires = "expires";
    private const int MostTries = 3;

    private readonly BlobContainerClient _container = service.GetBlobContainerClient(ContainerName);

    public Task PrepareAsync(CancellationToken cancellationToken) => _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    public async Task<CacheLookup> FindAsync(WorkKey key, TimeSpan maxAge, CancellationToken cancellationToken) =>
        await DownloadAsync(key, cancellationToken).ConfigureAwait(false) switch
        {
            null => new CacheLookup.Miss(),
            { Result: null } => new CacheLookup.Corrupt(),
            { Result: { } result } when result.At + maxAge <= time.GetUtcNow() => new CacheLookup.Expired(),
            { Result: { } result } => new CacheLookup.Hit(result),
        };

    public async Task KeepAsync(WorkKey key, CachedResult result, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        // Most often there is none yet.
        BlobRequestConditions unchanged = new() { IfNoneMatch = ETag.All };
        for (int tries = 0; tries < MostTries && !await TryUploadAsync(key, result, keepFor, unchanged, cancellationToken).ConfigureAwait(false); tries++)
        {
            if (await DownloadAsync(key, cancellationToken).ConfigureAwait(false) is { } found)
            {
                if (found.Result?.At > result.At)
                {
                    return;
                }

                unchanged = new BlobRequestConditions { IfMatch = found.ETag };
            }
        }
    }

    public async Task<int> RemoveExpiredAsync(CancellationToken cancellationToken)
    {
        int removed = 0;
        await foreach (BlobItem blob in _container.GetBlobsAsync(new GetBlobsOptions { Traits = BlobTraits.Metadata }, cancellationToken).ConfigureAwait(false))
        {
            if (ExpiryOf(blob) <= time.GetUtcNow() && await TryDeleteAsync(blob, cancellationToken).ConfigureAwait(false))
            {
                removed++;
            }
        }

        return removed;
    }

    // What does not say until when it holds was not written here.
    private static DateTimeOffset ExpiryOf(BlobItem blob) =>
        blob.Metadata is { } metadata && metadata.TryGetValue(Expires, out string? text)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.MinValue;

    private async Task<Download?> DownloadAsync(WorkKey key, CancellationToken cancellationToken)
    {
        try
        {
            BlobDownloadResult blob = await _container.GetBlobClient(key.Value).DownloadContentAsync(cancellationToken).ConfigureAwait(false);
            return new Download(CacheEntry.Read(key, blob.Content), blob.Details.ETag);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    private async Task<bool> TryUploadAsync(WorkKey key, CachedResult result, TimeSpan keepFor, BlobRequestConditions unchanged, CancellationToken cancellationToken)
    {
        BlobUploadOptions options = new()
        {
            Conditions = unchanged,
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
            Metadata = new Dictionary<string, string> { [Expires] = (result.At + keepFor).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
        };
        try
        {
            await _container.GetBlobClient(key.Value).UploadAsync(CacheEntry.Write(key, result), options, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    private async Task<bool> TryDeleteAsync(BlobItem blob, CancellationToken cancellationToken)
    {
        try
        {
            BlobRequestConditions unchanged = new() { IfMatch = blob.Properties.ETag };
            await _container.GetBlobClient(blob.Name).DeleteAsync(conditions: unchanged, cancellationToken: cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            // Somebody has replaced it, or was faster.
            return false;
        }
    }

    private sealed record Download(CachedResult? Result, ETag ETag);
}
