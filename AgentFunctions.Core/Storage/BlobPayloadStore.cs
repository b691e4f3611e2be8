using System.Text;
using AgentFunctions.Tasks;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AgentFunctions.Storage;

/// <summary>Payloads in the blob container <c>payloads</c>, as <c>{task id}/{part}.json</c>.</summary>
public sealed class BlobPayloadStore(BlobServiceClient service) : IPayloadStore
{
    /// <summary>Name of the container.</summary>
    public const string ContainerName = "payloads";

    private static readonly BlobUploadOptions Json = new() { HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" } };

    private readonly BlobContainerClient _container = service.GetBlobContainerClient(ContainerName);

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    public async ValueTask<Payload> KeepAsync(TaskId id, string part, string json, CancellationToken cancellationToken)
    {
        if (Encoding.UTF8.GetByteCount(json) <= IPayloadStore.InlineLimit)
        {
            return new Payload.Inline(json);
        }

        string name = $"{id}/{part}.json";
        await _container.GetBlobClient(name).UploadAsync(BinaryData.FromString(json), Json, cancellationToken).ConfigureAwait(false);
        return new Payload.Blob(name);
    }

    public async ValueTask<string> ReadAsync(Payload payload, CancellationToken cancellationToken) => payload switch
    {
        Payload.Inline inline => inline.Json,
        Payload.Blob blob => (await _container.GetBlobClient(blob.Name).DownloadContentAsync(cancellationToken).ConfigureAwait(false)).Value.Content.ToString(),
        _ => throw new InvalidOperationException($"A payload cannot be {payload}."),
    };
}
