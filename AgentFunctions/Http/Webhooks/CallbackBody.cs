using System.Text.Json;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Tasks;
using AgentFunctions.Webhooks.Delivery;

namespace AgentFunctions.Http.Webhooks;

/// <summary>Tells receivers a task just as GET /tasks/{id} shows it, without what belongs to the callback or came after the end.</summary>
internal sealed class CallbackBody : ICallbackBody
{
    public ReadOnlyMemory<byte> Write(string type, AgentTask task, JsonElement? result, bool isResultLeftOut) => JsonSerializer.SerializeToUtf8Bytes(
        new CallbackBodyView(
            type,
            task.FinishedAt ?? task.CreatedAt,
            TaskView.Of(task with { CallbackUrl = null, Callback = null, Feedback = null }, result: result),
            isResultLeftOut ? $"tasks/{task.Id}/result" : null),
        ApiJson.Sent.CallbackBodyView);
}

/// <summary>The body of a callback, as the Standard Webhooks specification recommends it.</summary>
/// <param name="Timestamp">When the task ended.</param>
/// <param name="ResultAt">Where the result is to be fetched, below the address of the API; only when it is too large to be sent along.</param>
internal sealed record CallbackBodyView([property: CallbackTypes] string Type, DateTimeOffset Timestamp, TaskView Data, string? ResultAt);
