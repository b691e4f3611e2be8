using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentFunctions.Tests.Models.Batches.Servers;

/// <summary>The lines of OpenAI's input file, and what is wrong with them.</summary>
internal static class InputLines
{
    private static readonly string[] Fields = ["body", "custom_id", "method", "url"];
    private static readonly string[] Allowed = ["model", "messages", "max_completion_tokens", "response_format", "reasoning_effort", "prompt_cache_key"];

    public static JsonObject[] Parse(byte[] file) =>
        [.. new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file).TrimEnd('\n').Split('\n').Select(l => JsonNode.Parse(l)!.AsObject())];

    /// <summary>Null: the file is as documented.</summary>
    public static string? Problem(byte[] file)
    {
        try
        {
            JsonObject[] lines = Parse(file);
            return lines.Select(Problem).FirstOrDefault(p => p is not null)
                ?? (lines.Select(l => (string)l["custom_id"]!).Distinct().Count() == lines.Length ? null : "a custom_id twice")
                ?? (lines.Select(l => (string)l["body"]!["model"]!).Distinct().Count() == 1 ? null : "more than one model");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            return "This line is not parseable as valid JSON.";
        }
    }

    private static string? Problem(JsonObject line)
    {
        JsonObject body = line["body"]!.AsObject();
        return !line.Select(p => p.Key).Order(StringComparer.Ordinal).SequenceEqual(Fields) ? "wrong fields"
            : (string)line["method"]! != "POST" ? "wrong method"
            : (string)line["url"]! != "/v1/chat/completions" ? "the url is not the batch's endpoint"
            : body.FirstOrDefault(p => !Allowed.Contains(p.Key)).Key is { } unknown ? $"unknown field {unknown}"
            : (string)body["model"]! == "refused" ? "The model 'refused' is not available for batches."
            : body["messages"]!.AsArray().Count == 0 ? "no messages"
            : null;
    }
}
