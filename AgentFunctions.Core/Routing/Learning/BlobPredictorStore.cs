using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AgentFunctions.Routing.Learning;

/// <summary>Predictors in the blob container <c>predictors</c>, one blob an agent.</summary>
public sealed class BlobPredictorStore(BlobServiceClient service) : IPredictorStore
{
    /// <summary>Name of the container.</summary>
    public const string ContainerName = "predictors";

    private readonly BlobContainerClient _container = service.GetBlobContainerClient(ContainerName);

    public Task PrepareAsync(CancellationToken cancellationToken) => _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    public async Task<StoredPredictor?> FindAsync(string agent, string? knownETag, CancellationToken cancellationToken)
    {
        try
        {
            BlobDownloadOptions newer = new() { Conditions = knownETag is null ? null : new BlobRequestConditions { IfNoneMatch = new ETag(knownETag) } };
            Response<BlobDownloadResult> blob = await _container.GetBlobClient(agent).DownloadContentAsync(newer, cancellationToken).ConfigureAwait(false);
            return blob.GetRawResponse().Status == 304 ? null : new StoredPredictor(blob.Value.Content, blob.Value.Details.ETag.ToString());
        }
        catch (RequestFailedException e) when (e.Status is 304 or 404)
        {
            return null;
        }
    }

    public async Task<string?> TryWriteAsync(string agent, BinaryData bytes, string? etag, CancellationToken cancellationToken)
    {
        BlobUploadOptions unchanged = new()
        {
            Conditions = etag is null ? new BlobRequestConditions { IfNoneMatch = ETag.All } : new BlobRequestConditions { IfMatch = new ETag(etag) },
        };
        try
        {
            Response<BlobContentInfo> stored = await _container.GetBlobClient(agent).UploadAsync(bytes, unchanged, cancellationToken).ConfigureAwait(false);
            return stored.Value.ETag.ToString();
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return null;
        }
    }
}
