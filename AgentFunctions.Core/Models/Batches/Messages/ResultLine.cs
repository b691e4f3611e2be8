using System.Text.Json;
using AgentFunctions.Costs;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Models.Batches.Messages;

/// <summary>
/// Reads a line of Anthropic's results: <c>{"custom_id", "result": {"type": "succeeded" | "errored" | "canceled" | "expired", ...}}</c>.
/// https://platform.claude.com/docs/en/api/messages/batches/results.
/// </summary>
internal static class ResultLine
{
    public static BatchResult Read(string customId, JsonElement line)
    {
        JsonElement result = line.Find("result") ?? default;
        return result.Text("type") switch
        {
            "succeeded" when result.Find("message") is { } message && message.Text("stop_reason") is { } reason =>
                new BatchResult.Answered(customId, Text(message), Usage(message), Finish(reason)),
            "errored" => new BatchResult.Failed(customId, Fault(result.Find("error") ?? default)),
            "canceled" => new BatchResult.Cancelled(customId),
            "expired" => new BatchResult.Expired(customId),
            _ => new BatchResult.Failed(customId, BatchFaults.Unavailable("The provider's answer could not be read.")),
        };
    }

    private static string Text(JsonElement message) => string.Concat(message.Items("content").Where(c => c.Text("type") == "text").Select(c => c.Text("text")));

    private static ChatFinishReason Finish(string reason) => reason switch
    {
        "end_turn" or "stop_sequence" => ChatFinishReason.Stop,
        "max_tokens" or "model_context_window_exceeded" => ChatFinishReason.Length,
        "refusal" => ChatFinishReason.ContentFilter,
        "tool_use" => ChatFinishReason.ToolCalls,
        _ => new ChatFinishReason(reason),
    };

    // Tokens written to or read from the prompt cache are not among input_tokens. Nothing is written unless a request asks for it, and none does.
    private static TokenUsage? Usage(JsonElement message)
    {
        if (message.Find("usage") is not { } usage || usage.Count("input_tokens") is not { } input || usage.Count("output_tokens") is not { } output)
        {
            return null;
        }

        long cached = usage.Count("cache_read_input_tokens") ?? 0;
        return new TokenUsage(input + cached + (usage.Count("cache_creation_input_tokens") ?? 0), cached, output, Estimated: false);
    }

    // https://platform.claude.com/docs/en/api/errors
    private static ModelFault Fault(JsonElement error)
    {
        string? type = error.Find("error")?.Text("type");
        string message = ErrorBody.Describe(error) ?? "The provider gave no reason.";
        return type switch
        {
            "rate_limit_error" => BatchFaults.Unavailable(message, throttled: true),
            "invalid_request_error" or "authentication_error" or "billing_error" or "permission_error" or "not_found_error" or "request_too_large" => BatchFaults.Rejected(message),
            _ => BatchFaults.Unavailable(message),
        };
    }
}
