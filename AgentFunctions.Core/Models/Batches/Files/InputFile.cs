using System.ClientModel;
using System.Net.Http.Headers;
using System.Text.Json;

namespace AgentFunctions.Models.Batches.Files;

/// <summary>Uploads a batch's input file and waits until the provider is done with it.</summary>
internal sealed class InputFile(BatchHttp http, TimeProvider time)
{
    /// <summary>
    /// Seconds until files are deleted. Azure OpenAI takes 14 to 30 days, and without an end of life at most 500 files, ever:
    /// https://learn.microsoft.com/azure/ai-foundry/openai/how-to/batch.
    /// </summary>
    public const long Life = 14 * 24 * 60 * 60;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The file's id.</summary>
    public async Task<string> UploadAsync(MemoryStream lines, CancellationToken cancellationToken)
    {
        string boundary = $"batch-{Guid.NewGuid():N}";
        using MultipartContent form = new("form-data", boundary)
        {
            Field("purpose", "batch"),
            Field("expires_after[anchor]", "created_at"),
            Field("expires_after[seconds]", $"{Life}"),
            Part(new StreamContent(lines), "file", "batch.jsonl"),
        };
        using BinaryContent content = BinaryContent.Create(await form.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        JsonElement file = await http.PostAsync("files", content, $"multipart/form-data; boundary={boundary}", cancellationToken).ConfigureAwait(false);
        string id = file.Text("id") ?? throw new FormatException("The provider's answer has no file id.");
        await ProcessedAsync(id, file, cancellationToken).ConfigureAwait(false);
        return id;
    }

    // Azure OpenAI takes a moment, and refuses a batch on a file that it is not done with. After a while the provider may say so itself.
    private async Task ProcessedAsync(string id, JsonElement file, CancellationToken cancellationToken)
    {
        DateTimeOffset end = time.GetUtcNow() + Patience;
        while (file.Text("status") is "pending" or "running" or "notRunning" && time.GetUtcNow() < end)
        {
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            file = await http.GetAsync($"files/{Uri.EscapeDataString(id)}", cancellationToken).ConfigureAwait(false);
        }
    }

    private static StringContent Field(string name, string value)
    {
        StringContent field = new(value) { Headers = { ContentType = null } };
        field.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{name}\"" };
        return field;
    }

    // Names in quotation marks: some servers insist on them.
    private static StreamContent Part(StreamContent part, string name, string fileName)
    {
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{name}\"", FileName = $"\"{fileName}\"" };
        return part;
    }
}
