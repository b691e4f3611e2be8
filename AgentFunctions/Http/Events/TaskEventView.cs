using System.Text.Json;
using AgentFunctions.Events;
using AgentFunctions.Tasks;

namespace AgentFunctions.Http.Events;

/// <summary>An event as clients see it; each has only what concerns it. The end of a task is the whole task instead.</summary>
internal sealed record TaskEventView
{
    /// <summary>Number of the attempt, 1 for the first.</summary>
    public int? Attempt { get; init; }

    public DateTimeOffset? At { get; init; }

    /// <summary>About how many tasks of the lane are begun up to this one.</summary>
    public long? Position { get; init; }

    /// <summary>The next piece of the answer.</summary>
    public string? Text { get; init; }

    public string? Model { get; init; }

    /// <summary>Tasks that shared the model call, this one included.</summary>
    public int? Items { get; init; }

    /// <summary>The model whose turn is over.</summary>
    public string? From { get; init; }

    /// <summary>The model that goes on.</summary>
    public string? To { get; init; }

    public string? Reason { get; init; }

    public TaskError? Error { get; init; }

    /// <summary>When the next attempt is due.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Why it waits for longer than its turn, and when it is looked at again.</summary>
    public WaitReason? WaitingFor { get; init; }

    /// <summary>Names of the fields that a redrive changed.</summary>
    public IReadOnlyList<string>? Patched { get; init; }

    public static string NameOf(LifeEvent happened) => JsonNamingPolicy.CamelCase.ConvertName(happened.GetType().Name);

    public static TaskEventView Of(LifeEvent happened) => happened switch
    {
        LifeEvent.Queued queued => new TaskEventView { Position = queued.Position },
        LifeEvent.Waiting waiting => new TaskEventView { WaitingFor = waiting.For },
        LifeEvent.Running running => new TaskEventView { Attempt = running.Attempt.Number, At = running.Attempt.StartedAt },
        LifeEvent.Delta delta => new TaskEventView { Attempt = delta.Attempt, Text = delta.Text },
        LifeEvent.Restarted restarted => new TaskEventView { Attempt = restarted.Attempt, Model = restarted.Model },
        LifeEvent.Batched batched => new TaskEventView { Attempt = batched.Attempt, Model = batched.Model, Items = batched.Items },
        LifeEvent.Escalated escalated => new TaskEventView { Attempt = escalated.Attempt, From = escalated.From, To = escalated.To, Reason = escalated.Reason },
        LifeEvent.AttemptFailed failed => new TaskEventView { Attempt = failed.Attempt.Number, At = failed.Attempt.FinishedAt, Error = failed.Attempt.Error, RetryAt = failed.RetryAt },
        LifeEvent.Redriven redriven => new TaskEventView { At = redriven.Redrive.At, Error = redriven.Redrive.Error, Patched = redriven.Redrive.Patched },
        _ => throw new InvalidOperationException($"{happened} is told as a whole task."),
    };
}
