using System.Diagnostics;
using AgentFunctions.Costs;
using AgentFunctions.Tasks;

namespace AgentFunctions.Telemetry;

/// <summary>Measures the stored changes of tasks, and writes what became of a task on the span of the message that led to it.</summary>
internal static class TaskMoves
{
    /// <summary>A task was stored.</summary>
    /// <param name="before">As it was stored before; null for a new one.</param>
    public static void Record(AgentTask? before, AgentTask after)
    {
        TagList tags = new() { { "agent", after.Agent }, { "lane", TagValues.Of(after.Lane) } };
        if (before is null)
        {
            Meters.TasksSubmitted.Add(1, tags);
        }

        if (after.Attempts.Count > (before?.Attempts.Count ?? 0) && after.Status == AgentTaskStatus.Running)
        {
            RecordStart(after, tags);
        }
        else if (after.IsFinal && before is not { IsFinal: true })
        {
            RecordEnd(after, tags);
        }
        else if (after is { Status: AgentTaskStatus.Queued, WaitingFor: not null })
        {
            Message(after)?.SetTag(SpanTags.Outcome, "waiting");
        }
        else if (before?.Status == AgentTaskStatus.Running && after.Status == AgentTaskStatus.Queued)
        {
            RecordRelease(after, tags);
        }
    }

    private static void RecordStart(AgentTask task, TagList tags)
    {
        Meters.Attempts.Add(1, tags);
        if (task.Attempts.Count == 1 + (task.Redrives is [.., var last] ? last.AfterAttempt : 0))
        {
            Meters.TaskWait.Record(SecondsUntil(task.Attempts[^1].StartedAt, task), tags);
        }

        Message(task)?.SetTag(SpanTags.Outcome, "claimed");
    }

    private static void RecordEnd(AgentTask task, TagList tags)
    {
        tags.Add("status", TagValues.Of(task.Status));
        Meters.TaskDuration.Record(SecondsUntil(task.FinishedAt ?? task.CreatedAt, task), tags);
        if (task.Error is { } error)
        {
            tags.Add(SpanTags.ErrorType, error.Code);
        }

        Meters.TasksFinished.Add(1, tags);
        RecordSavings(task);
        if (Message(task)?.SetTag(SpanTags.Outcome, TagValues.Of(task.Status)) is { } span && task.Error is { } why)
        {
            Spans.Fail(span, why.Code);
        }
    }

    private static void RecordSavings(AgentTask task)
    {
        if (TaskCharges.SavedByRouting(task) is { } routed && routed > default(Usd))
        {
            Meters.CostSaved.Add((double)routed.Amount, new("agent", task.Agent), new("lever", "routing"));
        }

        if (task.Attempts.SelectMany(a => a.Calls).Where(c => c.Pack is not null).Sum(c => c.Pack!.Alone.Micros - c.Cost.Micros) is > 0 and var packed)
        {
            Meters.CostSaved.Add((double)Usd.FromMicros(packed).Amount, new("agent", task.Agent), new("lever", "batching"));
        }

        if (task.Source is not { } source)
        {
            return;
        }

        bool isCached = source.Origin == AnswerOrigin.Cache;
        Meters.CostSaved.Add((double)source.Saved.Amount, new("agent", task.Agent), new("lever", isCached ? "cache" : "coalescing"));
        if (!isCached)
        {
            Meters.TasksCoalesced.Add(1, new KeyValuePair<string, object?>("agent", task.Agent));
        }
    }

    private static void RecordRelease(AgentTask task, TagList tags)
    {
        TaskError? error = task.Attempts[^1].Error;
        if (error is null || error == TaskError.HandedBack)
        {
            Message(task)?.SetTag(SpanTags.Outcome, "handedBack");
            return;
        }

        tags.Add(SpanTags.ErrorType, error.Code);
        Meters.Retries.Add(1, tags);
        if (Message(task)?.SetTag(SpanTags.Outcome, "retried") is { } span)
        {
            Spans.Fail(span, error.Code);
        }
    }

    private static double SecondsUntil(DateTimeOffset moment, AgentTask task)
    {
        DateTimeOffset from = task.Redrives is [.., var last] ? last.At
            : task.NotBefore is { } notBefore && notBefore > task.CreatedAt ? notBefore
            : task.CreatedAt;
        return Math.Max(0, (moment - from).TotalSeconds);
    }

    /// <summary>The span of the message in hand; null where the change has another cause, or nobody listens.</summary>
    private static Activity? Message(AgentTask task) =>
        Activity.Current is { Kind: ActivityKind.Consumer } span && span.Source == Spans.Source
            ? span.SetTag(SpanTags.Agent, task.Agent)
                .SetTag(SpanTags.AgentVersion, task.AgentVersion)
                .SetTag(SpanTags.Tenant, task.Tenant.Value)
                .SetTag(SpanTags.Attempt, task.Attempts.Count)
            : null;
}
