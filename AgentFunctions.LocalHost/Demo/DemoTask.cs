using System.Text.Json;

namespace AgentFunctions.LocalHost.Demo;

/// <summary>Status of a task as <c>GET /tasks/{id}</c> answers it; the members the demo shows.</summary>
internal sealed record DemoTask
{
    public required string Id { get; init; }

    public required DemoTaskStatus Status { get; init; }

    public string Agent { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public DemoUsage? Usage { get; init; }

    /// <value>US dollars.</value>
    public decimal Cost { get; init; }

    public JsonElement Result { get; init; }

    public DemoTaskError? Error { get; init; }

    public bool IsFinal => Status is not (DemoTaskStatus.Queued or DemoTaskStatus.Running);

    public TimeSpan? Latency => FinishedAt - CreatedAt;
}

internal enum DemoTaskStatus
{
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
    DeadLettered,
}

internal sealed record DemoUsage(long InputTokens, long CachedInputTokens, long OutputTokens, bool Estimated);

internal sealed record DemoTaskError(string? Code, string? Message);
