using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Client.Http;
using AgentFunctions.Client.Json;

namespace AgentFunctions.Client.Batches;

/// <summary>Sends any number of tasks, in as many requests as that takes.</summary>
internal sealed class BatchUpload(ApiTransport transport)
{
    private const int BatchTasks = 1000;
    private const int BatchBytes = 32 * 1024 * 1024;

    /// <param name="lines">One task a line, as JSON without a line break.</param>
    /// <param name="key">Stands for all the tasks; each request gets one of its own from it, and the place of its first task.</param>
    public async IAsyncEnumerable<BatchItem> SendAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> lines, string key, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<ReadOnlyMemory<byte>> batch = [];
        long first = 0;
        long bytes = 0;
        await foreach (ReadOnlyMemory<byte> line in lines.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (batch.Count == BatchTasks || (batch.Count > 0 && bytes + line.Length + 1 > BatchBytes))
            {
                foreach (BatchItem item in await PostAsync(batch, first, key, cancellationToken).ConfigureAwait(false))
                {
                    yield return item;
                }

                (first, bytes) = (first + batch.Count, 0);
                batch.Clear();
            }

            batch.Add(line);
            bytes += line.Length + 1;
        }

        foreach (BatchItem item in batch.Count == 0 ? [] : await PostAsync(batch, first, key, cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
    }

    private async Task<IReadOnlyList<BatchItem>> PostAsync(List<ReadOnlyMemory<byte>> batch, long first, string key, CancellationToken cancellationToken)
    {
        ApiRequest request = new(HttpMethod.Post, "tasks/batch")
        {
            Body = Join(batch),
            ContentType = "application/x-ndjson",
            Headers = [("Idempotency-Key", $"{key}-{first}")],
        };
        using HttpResponseMessage response = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<BatchItem> items = await ItemsOfAsync(request, response, cancellationToken).ConfigureAwait(false);
        return items.Count == batch.Count
            ? [.. items.Select(item => item with { Index = first + item.Index })]
            : throw new ServerUnavailableException($"A batch of {batch.Count} tasks was answered with {items.Count} outcomes.");
    }

    // When no task of a batch is accepted, the whole answer is a refusal that has the outcomes in it.
    private async Task<IReadOnlyList<BatchItem>> ItemsOfAsync(ApiRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.BadRequest)
        {
            try
            {
                if (JsonSerializer.Deserialize(body, ClientJson.Default.BatchAnswer) is { Items: { } items, Batch: var batch })
                {
                    return [.. items.Select(item => item with { Batch = item.IsAccepted ? batch : null })];
                }
            }
            catch (JsonException)
            {
                // Said below.
            }
        }

        await transport.RefuseFailureAsync(request, response, cancellationToken).ConfigureAwait(false);
        throw new ServerUnavailableException("A batch was answered without its outcomes.");
    }

    private static byte[] Join(List<ReadOnlyMemory<byte>> lines)
    {
        byte[] joined = new byte[lines.Sum(line => line.Length + 1)];
        int at = 0;
        foreach (ReadOnlyMemory<byte> line in lines)
        {
            line.Span.CopyTo(joined.AsSpan(at));
            joined[at + line.Length] = (byte)'\n';
            at += line.Length + 1;
        }

        return joined;
    }
}
