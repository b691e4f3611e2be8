using System.Text.Json;
using AgentFunctions.Costs;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Models.Batches.Files;

/// <summary>
/// Reads a line of OpenAI's output or error file: <c>{"custom_id", "response": {"status_code", "body"} or null, "error": {"code", "message"} or null}</c>.
/// https://platform.openai.com/docs/api-reference/batch/request-output.
/// </summary>
internal static class OutputLine
{
    public static BatchResult Read(string customId, JsonElement line)
    {
        if (line.Find("response") is { } response && response.Count("status_code") is { } status)
        {
            JsonElement body = response.Find("body") ?? default;
            return status is >= 200 and < 300
                ? Answer(customId, body)
                : new BatchResult.Failed(customId, BatchFaults.OfStatus(status, ErrorBody.Describe(body) ?? Error(line)));
        }

        return line.Find("error")?.Text("code") switch
        {
            "batch_expired" => new BatchResult.Expired(customId),
            "batch_cancelled" => new BatchResult.Cancelled(customId),

            // Without a status the request did not get as far as the model.
            _ => new BatchResult.Failed(customId, BatchFaults.Unavailable(Error(line) ?? "The provider gave neither an answer nor a reason.")),
        };
    }

    private static string? Error(JsonElement line) => line.Find("error") is { } error ? ErrorBody.DescribeError(error) : null;

    private static BatchResult Answer(string customId, JsonElement body)
    {
        JsonElement? choice = body.Items("choices").Select(c => (JsonElement?)c).FirstOrDefault();
        return choice?.Find("message") is { } message && choice.Value.Text("finish_reason") is { } reason
            ? new BatchResult.Answered(customId, message.Text("content") ?? string.Empty, Usage(body), Finish(message, reason))
            : new BatchResult.Failed(customId, BatchFaults.Unavailable("The provider's answer could not be read."));
    }

    private static ChatFinishReason Finish(JsonElement message, string reason) =>
        message.Text("refusal") is not null ? ChatFinishReason.ContentFilter : new ChatFinishReason(reason);

    private static TokenUsage? Usage(JsonElement body) =>
        body.Find("usage") is { } usage && usage.Count("prompt_tokens") is { } input && usage.Count("completion_tokens") is { } output
            ? new TokenUsage(input, usage.Find("prompt_tokens_details")?.Count("cached_tokens") ?? 0, output, Estimated: false)
            : null;
}
