using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentFunctions.Models.Batches.Files;

/// <summary>
/// OpenAI's batch API, and Azure OpenAI's in its v1 form: a file of requests is uploaded, a batch made of it, and the results are files again.
/// https://platform.openai.com/docs/api-reference/batch, https://learn.microsoft.com/azure/ai-foundry/openai/how-to/batch.
/// </summary>
internal sealed class FileBatches(BatchHttp http, ChatLines lines, TimeSpan window, TimeProvider time) : IBatchProvider
{
    // The key within the batch's metadata.
    private const string HintKey = "agent_functions_submission";

    // The most that a page of the list holds.
    private const int PageSize = 100;

    private static readonly TimeSpan OldestFound = TimeSpan.FromDays(7);

    private readonly InputFile _input = new(http, time);

    /// <summary>
    /// 50,000 requests and 200 MB a file: https://platform.openai.com/docs/api-reference/batch/create; Azure OpenAI's reference says the same
    /// (https://learn.microsoft.com/azure/foundry/reference/rest/batches-create-batch). Megabytes are taken as 1,000,000 bytes.
    /// </summary>
    public BatchLimits Limits { get; } = new(50_000, 200_000_000);

    /// <inheritdoc />
    public bool CanFind => true;

    /// <inheritdoc />
    public async Task<BatchSubmission> SubmitAsync(string idempotencyHint, IReadOnlyList<BatchRequest> requests, CancellationToken cancellationToken)
    {
        BatchInput.Check(idempotencyHint, requests, Limits);
        using MemoryStream file = await lines.WriteAsync(requests, Limits, cancellationToken).ConfigureAwait(false);
        string inputFile = await _input.UploadAsync(file, cancellationToken).ConfigureAwait(false);
        JsonObject batch = new()
        {
            ["input_file_id"] = inputFile,
            ["endpoint"] = ChatLines.Endpoint,
            ["completion_window"] = $"{(int)window.TotalHours}h",
            ["metadata"] = new JsonObject { [HintKey] = idempotencyHint },
            ["output_expires_after"] = new JsonObject { ["anchor"] = "created_at", ["seconds"] = InputFile.Life },
        };
        using BinaryContent content = BinaryContent.Create(BinaryData.FromString(batch.ToJsonString()));
        return FileBatch.Submission(await http.PostAsync("batches", content, "application/json", cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc />
    public async Task<BatchSubmission?> FindAsync(string idempotencyHint, CancellationToken cancellationToken)
    {
        BatchInput.CheckHint(idempotencyHint);
        DateTimeOffset oldest = time.GetUtcNow() - OldestFound;
        string? after = null;
        do
        {
            string page = after is null ? string.Empty : $"&after={Uri.EscapeDataString(after)}";
            JsonElement list = await http.GetAsync($"batches?limit={PageSize}{page}", cancellationToken).ConfigureAwait(false);
            JsonElement[] batches = [.. list.Items("data")];
            JsonElement[] recent = [.. batches.Where(b => b.Time("created_at") is not { } created || created >= oldest)];
            foreach (JsonElement batch in recent)
            {
                if (batch.Find("metadata")?.Text(HintKey) == idempotencyHint)
                {
                    return FileBatch.Submission(batch);
                }
            }

            // The newest come first.
            after = list.Find("has_more")?.ValueKind == JsonValueKind.True && recent.Length > 0 ? batches[^1].Text("id") : null;
        }
        while (after is not null);

        return null;
    }

    /// <inheritdoc />
    public async Task<BatchProgress> GetAsync(string batchId, CancellationToken cancellationToken) =>
        FileBatch.Progress(await http.GetAsync(PathOf(batchId), cancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    public async IAsyncEnumerable<BatchResult> ResultsAsync(string batchId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JsonElement batch = await http.GetAsync(PathOf(batchId), cancellationToken).ConfigureAwait(false);
        if (FileBatch.Progress(batch) is BatchProgress.Running)
        {
            throw new InvalidOperationException($"Batch '{batchId}' is running; its results can be read when it has ended.");
        }

        // What was answered is in one file, what failed or was not worked on in another; either may be absent.
        foreach (string file in new[] { batch.Text("output_file_id"), batch.Text("error_file_id") }.OfType<string>())
        {
            using PipelineResponse content = await http.OpenAsync($"files/{Uri.EscapeDataString(file)}/content", cancellationToken).ConfigureAwait(false);
            await foreach (JsonLine line in JsonLine.ReadAsync(content.ContentStream!, cancellationToken).ConfigureAwait(false))
            {
                yield return line.Result(OutputLine.Read);
            }
        }
    }

    /// <inheritdoc />
    public Task CancelAsync(string batchId, CancellationToken cancellationToken) =>
        http.PostAsync($"{PathOf(batchId)}/cancel", content: null, "application/json", cancellationToken);

    private static string PathOf(string batchId) => $"batches/{Uri.EscapeDataString(batchId)}";
}
