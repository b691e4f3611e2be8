using System.Text.Json;

namespace AgentFunctions.Tests.Models.Batches;

/// <summary>Lines of OpenAI's output and error files.</summary>
internal static class OutputLines
{
    public static string Answer(string customId, string? content, long cached = 0, string reason = "stop", string? refusal = null) => JsonSerializer.Serialize(new
    {
        id = "batch_req_1",
        custom_id = customId,
        response = new
        {
            status_code = 200,
            request_id = "req_1",
            body = new
            {
                id = "chatcmpl-1",
                @object = "chat.completion",
                choices = new[] { new { index = 0, message = new { role = "assistant", content, refusal }, finish_reason = reason } },
                usage = new { prompt_tokens = 100, completion_tokens = 20, total_tokens = 120, prompt_tokens_details = new { cached_tokens = cached } },
            },
        },
        error = (object?)null,
    });

    public static string Status(string customId, int status, string type, string message) => JsonSerializer.Serialize(new
    {
        id = "batch_req_1",
        custom_id = customId,
        response = new { status_code = status, request_id = "req_1", body = new { error = new { type, message } } },
        error = (object?)null,
    });

    public static string Error(string customId, string code, string message) =>
        JsonSerializer.Serialize(new { id = "batch_req_1", custom_id = customId, response = (object?)null, error = new { code, message } });
}
