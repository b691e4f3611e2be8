using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Tests.Models.Batches.Servers;

/// <summary>
/// Anthropic's <c>/v1/messages/batches</c> by its API reference (platform.claude.com/docs/en/api/messages/batches). A batch is in progress
/// until the test ends it.
/// </summary>
internal sealed partial class MessageBatchServer : WireServer
{
    private static readonly string[] KeywordsTaken =
        ["type", "enum", "const", "title", "description", "default", "required", "$ref", "$defs", "definitions", "properties", "items", "anyOf", "allOf", "additionalProperties", "minItems", "format"];

    private readonly Dictionary<string, (JsonObject Batch, JsonObject[] Requests, string Results)> _batches = [];

    public Uri Endpoint => new(Root, "v1");

    public JsonObject[] Sent(string batchId) => _batches[batchId].Requests;

    /// <param name="counts">succeeded, errored, canceled, expired</param>
    public void End(string batchId, string results, params long[] counts)
    {
        (JsonObject batch, JsonObject[] requests, _) = _batches[batchId];
        batch["processing_status"] = "ended";
        batch["results_url"] = "https://elsewhere.example/results";
        batch["request_counts"] = Counts(0, counts);
        _batches[batchId] = (batch, requests, results);
    }

    protected override async Task AnswerAsync(HttpContext http)
    {
        Require(Header(http, "x-api-key") == "secret", "wrong x-api-key", 401);
        Require(Header(http, "anthropic-version") == "2023-06-01", "wrong anthropic-version");
        Require(Header(http, "Authorization").Length == 0, "an authorization", 401);
        string path = http.Request.Path.Value!;
        Require(path.StartsWith("/v1/messages/batches", StringComparison.Ordinal), $"no such path {path}", 404);
        await ((http.Request.Method, path["/v1/messages/batches".Length..].Split('/')) switch
        {
            ("POST", [""]) => CreateAsync(http),
            ("GET", ["", var id]) => WriteAsync(http, Known(id).Batch),
            ("GET", ["", var id, "results"]) => ResultsAsync(http, id),
            ("POST", ["", var id, "cancel"]) => CancelAsync(http, id),
            _ => throw new InvalidOperationException($"no such call {http.Request.Method} {path}"),
        });
    }

    private static JsonObject Counts(long processing, params long[] ended) => new()
    {
        ["processing"] = processing,
        ["succeeded"] = ended.ElementAtOrDefault(0),
        ["errored"] = ended.ElementAtOrDefault(1),
        ["canceled"] = ended.ElementAtOrDefault(2),
        ["expired"] = ended.ElementAtOrDefault(3),
    };

    private static void RequireRequest(JsonObject request)
    {
        RequireOnly(request, "request", "custom_id", "params");
        Require(CustomId().IsMatch((string)request["custom_id"]!), "custom_id");
        JsonObject asked = request["params"]!.AsObject();
        RequireOnly(asked, "params", "model", "max_tokens", "system", "messages", "output_config");
        Require((string)asked["model"]! == "claude-test", "model");
        Require((int)asked["max_tokens"]! >= 1, "max_tokens");
        JsonArray messages = asked["messages"]!.AsArray();
        Require(messages.Count > 0 && messages.All(m => (string)m!["role"]! is "user" or "assistant" && ((string)m["content"]!).Length > 0), "messages");
        if (asked["output_config"] is { } output)
        {
            RequireOnly(output, "output_config", "format", "effort");
            Require(output["effort"] is not { } effort || (string)effort! is "low" or "medium" or "high" or "xhigh" or "max", "effort");
            RequireOnly(output["format"], "format", "type", "schema");
            Require((string)output["format"]!["type"]! == "json_schema", "format.type");
            RequireShape(output["format"]!["schema"]!.AsObject());
        }
    }

    private static void RequireShape(JsonObject schema)
    {
        RequireOnly(schema, "schema", KeywordsTaken);
        Require(schema["properties"] is null || (bool?)schema["additionalProperties"] == false, "an open object");
        JsonNode?[] inner =
        [
            .. schema["properties"]?.AsObject().Select(p => p.Value) ?? [], .. schema["$defs"]?.AsObject().Select(p => p.Value) ?? [],
            schema["items"], .. schema["anyOf"]?.AsArray() ?? [], .. schema["allOf"]?.AsArray() ?? [],
        ];
        foreach (JsonObject node in inner.OfType<JsonObject>())
        {
            RequireShape(node);
        }
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}$")]
    private static partial Regex CustomId();

    private async Task CreateAsync(HttpContext http)
    {
        JsonObject body = await JsonBodyAsync(http);
        RequireOnly(body, "body", "requests");
        JsonObject[] requests = [.. body["requests"]!.AsArray().Select(r => r!.AsObject())];
        Array.ForEach(requests, RequireRequest);
        Require(requests.Select(r => (string)r["custom_id"]!).Distinct().Count() == requests.Length, "a custom_id twice");
        string id = $"msgbatch_{_batches.Count + 1}";
        JsonObject batch = new()
        {
            ["id"] = id,
            ["type"] = "message_batch",
            ["processing_status"] = "in_progress",
            ["request_counts"] = Counts(requests.Length),
            ["ended_at"] = null,
            ["created_at"] = "2026-11-25T18:37:24.100435Z",
            ["expires_at"] = "2026-11-26T18:37:24.100435Z",
            ["archived_at"] = null,
            ["cancel_initiated_at"] = null,
            ["results_url"] = null,
        };
        _batches.Add(id, (batch, requests, string.Empty));
        await WriteAsync(http, batch);
    }

    private async Task ResultsAsync(HttpContext http, string id)
    {
        Require((string)Known(id).Batch["processing_status"]! == "ended", "not ended", 404);
        await WriteAsync(http, _batches[id].Results, "application/x-jsonl");
    }

    private Task CancelAsync(HttpContext http, string id)
    {
        JsonObject batch = Known(id).Batch;
        Require((string)batch["processing_status"]! == "in_progress", "not in progress");
        batch["processing_status"] = "canceling";
        batch["cancel_initiated_at"] = "2026-11-25T18:40:00Z";
        return WriteAsync(http, batch);
    }

    private (JsonObject Batch, JsonObject[] Requests, string Results) Known(string id)
    {
        Require(_batches.ContainsKey(id), $"no such batch {id}", 404);
        return _batches[id];
    }
}
