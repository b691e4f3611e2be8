using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Queues;
using AgentFunctions.Tasks;

namespace AgentFunctions.Webhooks;

/// <summary>What travels through the queue of callbacks: which try of which is due.</summary>
/// <param name="Event">See <see cref="TaskCallback.Event"/>.</param>
/// <param name="Try">1 for the first.</param>
/// <param name="DueAt">When it becomes visible; a moment that has passed means at once.</param>
public sealed record WebhookMessage(TaskId Task, int Event, int Try, DateTimeOffset DueAt)
{
    /// <summary>Where in a trace it was made; null when there was none.</summary>
    public ActivityContext? Trace { get; init; }

    /// <summary>The same for the same stored state, so that duplicate detection drops a message sent twice.</summary>
    public string MessageId => string.Create(CultureInfo.InvariantCulture, $"{Task}-{Event}-{Try}-{DueAt.ToUnixTimeMilliseconds()}");

    /// <summary>The message that a callback waits for.</summary>
    public static WebhookMessage For(AgentTask task) => task.Callback is { } callback
        ? new WebhookMessage(task.Id, callback.Event, callback.Tries + 1, callback.DueAt) { Trace = TraceContext.Current }
        : throw new InvalidOperationException($"Task {task.Id} has no callback.");

    /// <summary>True when this is the try that the task's callback waits for.</summary>
    public bool IsFor(AgentTask task) => task.Callback is { Status: CallbackStatus.Pending } due && due.Event == Event && due.Tries + 1 == Try;

    public BinaryData ToBody() => BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(
        new WebhookMessageBody(
            Task.ToString(), Event, Try, DueAt, Trace is { } trace ? TraceContext.ParentOf(trace) : null, Trace is { } context ? TraceContext.StateOf(context) : null),
        WebhookMessageJson.Default.WebhookMessageBody));

    /// <summary>Reads the body of a message; null when it is none of ours.</summary>
    public static WebhookMessage? Read(BinaryData body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, WebhookMessageJson.Default.WebhookMessageBody) is { } read && TaskId.TryParse(read.Task, out TaskId task)
                ? new WebhookMessage(task, read.Event, read.Try, read.DueAt) { Trace = TraceContext.Read(read.TraceParent, read.TraceState) }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record WebhookMessageBody(
    string? Task,
    int Event,
    int Try,
    DateTimeOffset DueAt,
    [property: JsonPropertyName("traceparent"), JsonConverter(typeof(OptionalText))] string? TraceParent,
    [property: JsonPropertyName("tracestate"), JsonConverter(typeof(OptionalText))] string? TraceState);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WebhookMessageBody))]
internal sealed partial class WebhookMessageJson : JsonSerializerContext;
