using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Tests.Models.Batches.Servers;

/// <summary>
/// OpenAI's <c>/files</c> and <c>/batches</c> by its OpenAPI description (github.com/openai/openai-openapi), or Azure OpenAI's v1 form of them.
/// A batch stays as it was made until the test ends it.
/// </summary>
internal sealed class FileBatchServer(bool isAzure = false) : WireServer
{
    private readonly ConcurrentDictionary<string, byte[]> _files = new();
    private readonly List<JsonObject> _batches = [];

    public Uri Endpoint => isAzure ? Root : new Uri(Root, "v1");

    /// <summary>How often an uploaded file is said to be pending.</summary>
    public int PendingAnswers { get; set; }

    /// <summary>Not null: the rest of a file's content is sent after its first line when this has a result.</summary>
    public TaskCompletionSource? AfterFirstLine { get; set; }

    /// <summary>Unix seconds at which batches are made.</summary>
    public long Now { get; set; } = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    public JsonObject Batch(string id) => _batches.Single(b => (string?)b["id"] == id);

    /// <summary>The lines of a batch's input file.</summary>
    public JsonObject[] Lines(string batchId) => InputLines.Parse(_files[(string)Batch(batchId)["input_file_id"]!]);

    public void End(string batchId, string status, IReadOnlyCollection<string>? output = null, IReadOnlyCollection<string>? errors = null)
    {
        JsonObject batch = Batch(batchId);
        batch["status"] = status;
        batch["output_file_id"] = Store(output);
        batch["error_file_id"] = Store(errors);
        batch["request_counts"] = new JsonObject { ["total"] = Lines(batchId).Length, ["completed"] = output?.Count ?? 0, ["failed"] = errors?.Count ?? 0 };
    }

    protected override async Task AnswerAsync(HttpContext http)
    {
        RequireKey(http);
        string prefix = isAzure ? "/openai/v1" : "/v1";
        string path = http.Request.Path.Value!;
        Require(path.StartsWith(prefix + "/", StringComparison.Ordinal), $"no such path {path}", 404);
        string[] parts = path[(prefix.Length + 1)..].Split('/');
        await ((http.Request.Method, parts) switch
        {
            ("POST", ["files"]) => UploadAsync(http),
            ("GET", ["files", var id]) => WriteAsync(http, FileObject(id)),
            ("GET", ["files", var id, "content"]) => ContentAsync(http, id),
            ("POST", ["batches"]) => CreateAsync(http),
            ("GET", ["batches"]) => ListAsync(http),
            ("GET", ["batches", var id]) => WriteAsync(http, Known(id)),
            ("POST", ["batches", var id, "cancel"]) => CancelAsync(http, id),
            _ => throw new InvalidOperationException($"no such call {http.Request.Method} {path}"),
        });
    }

    private void RequireKey(HttpContext http)
    {
        Require(Header(http, "Authorization") == (isAzure ? string.Empty : "Bearer secret"), "wrong authorization", 401);
        Require(Header(http, "api-key") == (isAzure ? "secret" : string.Empty), "wrong api-key", 401);
        Require(!http.Request.Query.ContainsKey("api-version"), "the v1 API has no api-version");
    }

    private async Task UploadAsync(HttpContext http)
    {
        byte[] content = await UploadForm.ReadAsync(http.Request, Require);
        string id = $"file-{_files.Count + 1}";
        _files[id] = content;
        await WriteAsync(http, FileObject(id));
    }

    private JsonObject FileObject(string id)
    {
        Require(_files.ContainsKey(id), $"no such file {id}", 404);
        string status = PendingAnswers-- > 0 ? "pending" : "processed";
        return new JsonObject { ["id"] = id, ["object"] = "file", ["bytes"] = _files[id].Length, ["created_at"] = Now, ["filename"] = "batch.jsonl", ["purpose"] = "batch", ["status"] = status };
    }

    private async Task ContentAsync(HttpContext http, string id)
    {
        Require(_files.TryGetValue(id, out byte[]? content), $"no such file {id}", 404);
        http.Response.ContentType = "application/octet-stream";
        int first = AfterFirstLine is null ? content!.Length : content!.IndexOf((byte)'\n') + 1;
        await http.Response.Body.WriteAsync(content.AsMemory(0, first), http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        await (AfterFirstLine?.Task ?? Task.CompletedTask);
        await http.Response.Body.WriteAsync(content.AsMemory(first), http.RequestAborted);
    }

    private async Task CreateAsync(HttpContext http)
    {
        JsonObject asked = await JsonBodyAsync(http);
        RequireOnly(asked, "body", "input_file_id", "endpoint", "completion_window", "metadata", "output_expires_after");
        Require((string?)asked["endpoint"] == "/v1/chat/completions", "wrong endpoint");
        Require((string?)asked["completion_window"] == "24h", "only 24h is supported");
        Require(asked["metadata"]!.AsObject().All(p => p.Key.Length <= 64 && ((string)p.Value!).Length <= 512), "metadata too long");
        Require((string?)asked["output_expires_after"]!["anchor"] == "created_at" && (long)asked["output_expires_after"]!["seconds"]! is >= 1_209_600 and <= 2_592_000, "wrong output_expires_after");
        Require(_files.TryGetValue((string)asked["input_file_id"]!, out byte[]? file), "no such input file");
        Require(PendingAnswers <= 0, "the input file is pending");
        string? problem = InputLines.Problem(file!);
        JsonObject batch = new()
        {
            ["id"] = $"batch_{_batches.Count + 1}",
            ["object"] = "batch",
            ["endpoint"] = "/v1/chat/completions",
            ["errors"] = problem is null ? null : new JsonObject { ["object"] = "list", ["data"] = new JsonArray(new JsonObject { ["code"] = "invalid_json_line", ["message"] = problem, ["param"] = null, ["line"] = 1 }) },
            ["input_file_id"] = (string)asked["input_file_id"]!,
            ["completion_window"] = "24h",
            ["status"] = problem is not null ? "failed" : isAzure ? "Validating" : "validating",
            ["output_file_id"] = isAzure ? string.Empty : null,
            ["error_file_id"] = isAzure ? string.Empty : null,
            ["created_at"] = isAzure ? DateTimeOffset.FromUnixTimeSeconds(Now).ToString("o") : Now,
            ["expires_at"] = isAzure ? DateTimeOffset.FromUnixTimeSeconds(Now + 86_400).ToString("o") : Now + 86_400,
            ["request_counts"] = isAzure ? new JsonObject { ["total"] = null, ["completed"] = null, ["failed"] = null } : new JsonObject { ["total"] = 0, ["completed"] = 0, ["failed"] = 0 },
            ["metadata"] = asked["metadata"]!.DeepClone(),
        };
        _batches.Insert(0, batch);
        await WriteAsync(http, batch);
    }

    private Task ListAsync(HttpContext http)
    {
        Require(http.Request.Query.Keys.All(k => k is "limit" or "after"), "unknown query");
        int limit = int.Parse(http.Request.Query["limit"].ToString(), System.Globalization.CultureInfo.InvariantCulture);
        Require(limit is >= 1 and <= 100, "limit is 1 to 100");
        string after = http.Request.Query["after"].ToString();
        JsonObject[] rest = [.. after.Length == 0 ? _batches : _batches.SkipWhile(b => (string?)b["id"] != after).Skip(1)];
        JsonArray page = new([.. rest.Take(limit).Select(b => b.DeepClone())]);
        return WriteAsync(http, new JsonObject
        {
            ["object"] = "list",
            ["has_more"] = rest.Length > limit,
            ["first_id"] = (string?)page.FirstOrDefault()?["id"],
            ["last_id"] = (string?)page.LastOrDefault()?["id"],
            ["data"] = page,
        });
    }

    private Task CancelAsync(HttpContext http, string id)
    {
        Require(http.Request.ContentLength is null or 0, "a body");
        JsonObject batch = Known(id);
        Require((string)batch["status"]! is "validating" or "Validating" or "in_progress" or "finalizing", $"Cannot cancel a batch with status '{batch["status"]}'.", 409);
        batch["status"] = "cancelling";
        return WriteAsync(http, batch);
    }

    private JsonObject Known(string id)
    {
        Require(_batches.Any(b => (string?)b["id"] == id), $"no such batch {id}", 404);
        return Batch(id);
    }

    private string? Store(IReadOnlyCollection<string>? lines)
    {
        if (lines is null)
        {
            return isAzure ? string.Empty : null;
        }

        string id = $"file-{_files.Count + 1}";
        _files[id] = Encoding.UTF8.GetBytes(string.Join("\n", lines));
        return id;
    }
}
