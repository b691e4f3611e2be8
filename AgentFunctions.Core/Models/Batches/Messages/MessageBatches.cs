using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AgentFunctions.Models.Batches.Messages;

/// <summary>
/// Anthropic's message batches: requests and results travel without files.
/// https://platform.claude.com/docs/en/build-with-claude/batch-processing.
/// </summary>
internal sealed class MessageBatches(BatchHttp http, string model) : IBatchProvider
{
    private const string Path = "messages/batches";

    // What ends the body.
    private const int Brackets = 2;

    /// <summary>
    /// 100,000 requests or 256 MB a batch, whichever comes first: https://platform.claude.com/docs/en/build-with-claude/batch-processing.
    /// Megabytes are taken as 1,000,000 bytes.
    /// </summary>
    public BatchLimits Limits { get; } = new(100_000, 256_000_000);

    /// <summary>False: a batch carries nothing of its submission, and its custom ids show only in its results.</summary>
    public bool CanFind => false;

    /// <inheritdoc />
    public async Task<BatchSubmission> SubmitAsync(string idempotencyHint, IReadOnlyList<BatchRequest> requests, CancellationToken cancellationToken)
    {
        BatchInput.Check(idempotencyHint, requests, Limits);
        using MemoryStream body = Body(requests);
        using BinaryContent content = BinaryContent.Create(body);
        JsonElement batch = await http.PostAsync(Path, content, "application/json", cancellationToken).ConfigureAwait(false);
        return new BatchSubmission(
            batch.Text("id") ?? throw new FormatException("The provider's answer has no batch id."), batch.Time("created_at"), batch.Time("expires_at"));
    }

    /// <inheritdoc />
    public Task<BatchSubmission?> FindAsync(string idempotencyHint, CancellationToken cancellationToken)
    {
        BatchInput.CheckHint(idempotencyHint);
        return Task.FromResult<BatchSubmission?>(null);
    }

    /// <inheritdoc />
    public async Task<BatchProgress> GetAsync(string batchId, CancellationToken cancellationToken) =>
        Progress(await http.GetAsync(PathOf(batchId), cancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    public async IAsyncEnumerable<BatchResult> ResultsAsync(string batchId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await GetAsync(batchId, cancellationToken).ConfigureAwait(false) is BatchProgress.Running)
        {
            throw new InvalidOperationException($"Batch '{batchId}' is running; its results can be read when it has ended.");
        }

        // Not the address in results_url: the key goes only to the endpoint that the catalogue names.
        using PipelineResponse content = await http.OpenAsync($"{PathOf(batchId)}/results", cancellationToken).ConfigureAwait(false);
        await foreach (JsonLine line in JsonLine.ReadAsync(content.ContentStream!, cancellationToken).ConfigureAwait(false))
        {
            yield return line.Result(ResultLine.Read);
        }
    }

    /// <inheritdoc />
    public Task CancelAsync(string batchId, CancellationToken cancellationToken) =>
        http.PostAsync($"{PathOf(batchId)}/cancel", content: null, "application/json", cancellationToken);

    private static string PathOf(string batchId) => $"{Path}/{Uri.EscapeDataString(batchId)}";

    private static BatchProgress Progress(JsonElement batch)
    {
        JsonElement counts = batch.Find("request_counts") ?? default;
        long answered = counts.Count("succeeded") ?? 0;
        long failed = counts.Count("errored") ?? 0;
        long expired = counts.Count("expired") ?? 0;
        long cancelled = counts.Count("canceled") ?? 0;
        BatchCounts sum = new(answered + failed + expired + cancelled + (counts.Count("processing") ?? 0), answered, failed);
        return batch.Text("processing_status") switch
        {
            "in_progress" or "canceling" => new BatchProgress.Running(sum),
            "ended" when cancelled > 0 => new BatchProgress.Cancelled(sum),
            "ended" when expired > 0 => new BatchProgress.Expired(sum),
            "ended" => new BatchProgress.Ended(sum),
            _ => throw new FormatException("The provider's answer has no status that batches have."),
        };
    }

    private MemoryStream Body(IReadOnlyList<BatchRequest> requests)
    {
        MemoryStream body = new();
        using Utf8JsonWriter writer = new(body);
        writer.WriteStartObject();
        writer.WriteStartArray("requests");
        for (int index = 0; index < requests.Count; index++)
        {
            MessageParams.Write(writer, model, requests[index]);

            // The writer would keep it all beside the stream.
            writer.Flush();
            if (body.Length + Brackets > Limits.Bytes)
            {
                throw new BatchTooLargeException(index, Limits);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        body.Position = 0;
        return body;
    }
}
