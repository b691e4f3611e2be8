using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;

namespace AgentFunctions.Tests.Telemetry;

/// <summary>An OpenAI-compatible endpoint in the test process that gives the answers it was told to give, in order.</summary>
internal sealed class LoopbackModel : IDisposable
{
    private readonly LoopbackServer _server;
    private readonly ConcurrentQueue<(int Status, string Body)> _answers = new();

    public LoopbackModel() => _server = new LoopbackServer(AnswerAsync);

    public Uri Endpoint => new(_server.Address, "v1");

    /// <summary>The header <c>traceparent</c> of each call.</summary>
    public ConcurrentQueue<string> TraceParents { get; } = new();

    /// <summary>The body of each call.</summary>
    public ConcurrentQueue<string> Bodies { get; } = new();

    public void WillAnswer(string content) => _answers.Enqueue((200, Completion(new { role = "assistant", content }, "stop")));

    public void WillCallTool(string name, object arguments)
    {
        object call = new { id = "call-1", type = "function", function = new { name, arguments = JsonSerializer.Serialize(arguments) } };
        _answers.Enqueue((200, Completion(new { role = "assistant", content = (string?)null, tool_calls = new[] { call } }, "tool_calls")));
    }

    public void WillFail(int status, string message) => _answers.Enqueue((status, JsonSerializer.Serialize(new { error = new { message, type = "invalid_request_error" } })));

    public void Dispose() => _server.Dispose();

    private static string Completion(object message, string finish) => JsonSerializer.Serialize(new
    {
        id = "1",
        @object = "chat.completion",
        created = 1,
        model = "m-2026",
        choices = new[] { new { index = 0, message, finish_reason = finish } },
        usage = new { prompt_tokens = 100, completion_tokens = 20, total_tokens = 120 },
    });

    private async Task AnswerAsync(HttpListenerContext http)
    {
        TraceParents.Enqueue(http.Request.Headers["traceparent"] ?? string.Empty);
        using StreamReader reader = new(http.Request.InputStream, Encoding.UTF8);
        Bodies.Enqueue(await reader.ReadToEndAsync());
        (http.Response.StatusCode, string body) = _answers.TryDequeue(out (int Status, string Body) next) ? next : (500, "{}");
        http.Response.ContentType = "application/json";
        await http.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
    }
}
