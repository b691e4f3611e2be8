using System.Diagnostics;
using AgentFunctions.Tasks;
using AgentFunctions.Telemetry;

namespace AgentFunctions.Queues;

/// <summary>Spans around the queues, by OpenTelemetry's messaging conventions for Service Bus.</summary>
internal static class MessageSpans
{
    private const string System = "servicebus";
    private const string SendOperation = "send";
    private const string ProcessOperation = "process";

    /// <summary>A send of the messages of some tasks. Messages made while it is the current span carry its context.</summary>
    public static Activity? Send(IReadOnlyList<AgentTask> tasks) => tasks.Count > 0 && Spans.Source.HasListeners() ? StartSend(tasks) : null;

    /// <summary>The work on a message: part of the trace in which the message was made, linked to what it runs in here.</summary>
    public static Activity? Process(TaskMessage message)
    {
        if (!Spans.Source.HasListeners())
        {
            return null;
        }

        // The Functions host begins a trace of its own for each message it hands over.
        ActivityContext ambient = Activity.Current?.Context ?? default;
        bool isElsewhere = message.Trace is { } made && ambient != default && ambient.TraceId != made.TraceId;
        string queue = LaneQueues.Names[message.Lane];
        return Spans.Source
            .StartActivity(
                $"{ProcessOperation} {queue}", ActivityKind.Consumer, message.Trace ?? ambient, Tags(ProcessOperation, queue), isElsewhere ? [new ActivityLink(ambient)] : null)?
            .SetTag(SpanTags.MessagingMessageId, message.MessageId)
            .SetTag(SpanTags.TaskId, message.Task.ToString())
            .SetTag(SpanTags.Lane, TagValues.Of(message.Lane))
            .SetTag(SpanTags.Attempt, message.Attempt);
    }

    private static Activity? StartSend(IReadOnlyList<AgentTask> tasks)
    {
        string? queue = tasks.All(t => t.Lane == tasks[0].Lane) ? LaneQueues.Names[tasks[0].Lane] : null;
        string name = queue is null ? SendOperation : $"{SendOperation} {queue}";
        Activity? span = Spans.Source.StartActivity(name, ActivityKind.Producer, parentContext: default, Tags(SendOperation, queue));
        if (tasks.Count > 1)
        {
            return span?.SetTag(SpanTags.MessagingBatchCount, tasks.Count);
        }

        return span?.SetTag(SpanTags.MessagingMessageId, TaskMessage.For(tasks[0]).MessageId).SetTag(SpanTags.TaskId, tasks[0].Id.ToString());
    }

    private static IEnumerable<KeyValuePair<string, object?>> Tags(string operation, string? queue)
    {
        yield return new(SpanTags.MessagingSystem, System);
        yield return new(SpanTags.MessagingOperationName, operation);
        yield return new(SpanTags.MessagingOperationType, operation);
        if (queue is not null)
        {
            yield return new(SpanTags.MessagingDestination, queue);
        }
    }
}
