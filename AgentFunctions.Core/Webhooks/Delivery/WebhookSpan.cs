using System.Diagnostics;
using AgentFunctions.Tasks;
using AgentFunctions.Telemetry;

namespace AgentFunctions.Webhooks.Delivery;

/// <summary>The span and the measures of one try. They have the receiver's host, never its address.</summary>
internal static class WebhookSpan
{
    private const string Operation = "process";

    /// <summary>Part of the trace in which the task ended, linked to what it runs in here.</summary>
    public static Activity? Start(WebhookMessage message)
    {
        if (!Spans.Source.HasListeners())
        {
            return null;
        }

        // The Functions host begins a trace of its own for each message it hands over.
        ActivityContext ambient = Activity.Current?.Context ?? default;
        bool isElsewhere = message.Trace is { } made && ambient != default && ambient.TraceId != made.TraceId;
        return Spans.Source
            .StartActivity($"{Operation} {IWebhookQueue.Name}", ActivityKind.Consumer, message.Trace ?? ambient, tags: null, isElsewhere ? [new ActivityLink(ambient)] : null)?
            .SetTag(SpanTags.MessagingSystem, "servicebus")
            .SetTag(SpanTags.MessagingOperationName, Operation)
            .SetTag(SpanTags.MessagingOperationType, Operation)
            .SetTag(SpanTags.MessagingDestination, IWebhookQueue.Name)
            .SetTag(SpanTags.MessagingMessageId, message.MessageId)
            .SetTag(SpanTags.TaskId, message.Task.ToString())
            .SetTag(SpanTags.Attempt, message.Try);
    }

    /// <summary>The try is over and noted.</summary>
    public static void End(Activity? span, AgentTask task, SendOutcome outcome, TimeSpan took)
    {
        string became = task.Callback!.Status switch
        {
            CallbackStatus.Delivered => "delivered",
            CallbackStatus.Pending => "retried",
            _ => "failed",
        };
        TagList tags = new() { { "outcome", became } };
        if (outcome is SendOutcome.Failed { Code: var code })
        {
            tags.Add(SpanTags.ErrorType, code);
        }

        Meters.WebhookTries.Add(1, tags);
        Meters.WebhookDuration.Record(took.TotalSeconds, tags);
        if (span is null)
        {
            return;
        }

        span.SetTag(SpanTags.Outcome, became).SetTag(SpanTags.Tenant, task.Tenant.Value).SetTag(SpanTags.Agent, task.Agent)
            .SetTag(SpanTags.ServerAddress, task.CallbackUrl!.IdnHost).SetTag(SpanTags.HttpStatus, task.Callback.LastStatus);
        if (outcome is SendOutcome.Failed failed)
        {
            Spans.Fail(span, failed.Code);
        }
    }
}
