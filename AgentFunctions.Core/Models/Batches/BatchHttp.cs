using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;

namespace AgentFunctions.Models.Batches;

/// <summary>
/// Calls of one batch API, on the pipeline that the chat clients' library stands on, so that faults are the same exceptions. The library's own
/// batch client is marked experimental, gives uploaded files no end of life and parses no results.
/// </summary>
internal sealed class BatchHttp(ClientPipeline pipeline, Uri endpoint, params (string Name, string Value)[] headers)
{
    // A file of 200 MB at 3 Mbit/s.
    private static readonly TimeSpan TransferTimeout = TimeSpan.FromMinutes(10);

    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
    {
        using PipelineMessage message = Message("GET", path);
        using PipelineResponse response = await SendAsync(message, isBuffered: true, cancellationToken).ConfigureAwait(false);
        return Json(response);
    }

    public async Task<JsonElement> PostAsync(string path, BinaryContent? content, string contentType, CancellationToken cancellationToken)
    {
        using PipelineMessage message = Message("POST", path);
        if (content is not null)
        {
            message.Request.Content = content;
            message.Request.Headers.Set("Content-Type", contentType);
            message.NetworkTimeout = TransferTimeout;
        }

        using PipelineResponse response = await SendAsync(message, isBuffered: true, cancellationToken).ConfigureAwait(false);
        return Json(response);
    }

    /// <summary>A response whose content is still on its way; the caller disposes of it.</summary>
    public async Task<PipelineResponse> OpenAsync(string path, CancellationToken cancellationToken)
    {
        using PipelineMessage message = Message("GET", path);
        return await SendAsync(message, isBuffered: false, cancellationToken).ConfigureAwait(false);
    }

    private PipelineMessage Message(string method, string path)
    {
        PipelineMessage message = pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri = new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{path}");
        foreach ((string name, string value) in headers)
        {
            message.Request.Headers.Set(name, value);
        }

        return message;
    }

    private async Task<PipelineResponse> SendAsync(PipelineMessage message, bool isBuffered, CancellationToken cancellationToken)
    {
        message.Apply(new RequestOptions { CancellationToken = cancellationToken, BufferResponse = isBuffered });
        await pipeline.SendAsync(message).ConfigureAwait(false);
        PipelineResponse response = message.ExtractResponse()!;
        if (!response.IsError)
        {
            return response;
        }

        BinaryData body = await response.BufferContentAsync(cancellationToken).ConfigureAwait(false);
        throw new ClientResultException(ErrorBody.Describe(body) ?? response.ReasonPhrase, response);
    }

    private static JsonElement Json(PipelineResponse response)
    {
        using JsonDocument document = JsonDocument.Parse(response.Content);
        return document.RootElement.Clone();
    }
}
