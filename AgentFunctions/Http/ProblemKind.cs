using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>A kind of refusal, as clients tell it apart.</summary>
/// <param name="Name">Kebab case; the end of the problem's <c>type</c>.</param>
/// <param name="Title">The same for every problem of the kind.</param>
/// <param name="Status">HTTP status.</param>
internal sealed record ProblemKind(string Name, string Title, int Status)
{
    public static readonly ProblemKind NoSuchTask = new("no-such-task", "No such task", StatusCodes.Status404NotFound);
    public static readonly ProblemKind NoSuchBatch = new("no-such-batch", "No such batch", StatusCodes.Status404NotFound);
    public static readonly ProblemKind NoSuchFile = new("no-such-file", "No such file", StatusCodes.Status404NotFound);
    public static readonly ProblemKind NoDashboard = new("no-dashboard", "There is no dashboard", StatusCodes.Status404NotFound);
    public static readonly ProblemKind NotAcceptable = new("not-acceptable", "There is no answer of an accepted type", StatusCodes.Status406NotAcceptable);
    public static readonly ProblemKind TaskCancelled = new("task-cancelled", "The task was cancelled", StatusCodes.Status410Gone);
    public static readonly ProblemKind TaskFailed = new("task-failed", "The task failed", StatusCodes.Status409Conflict);
    public static readonly ProblemKind TaskEnded = new("task-ended", "The task has ended", StatusCodes.Status409Conflict);
    public static readonly ProblemKind TaskNotSucceeded = new("task-not-succeeded", "The task has no answer", StatusCodes.Status409Conflict);
    public static readonly ProblemKind Unauthenticated = new("unauthenticated", "Nobody knows who calls", StatusCodes.Status401Unauthorized);
    public static readonly ProblemKind MissingRole = new("missing-role", "The caller may not do this", StatusCodes.Status403Forbidden);
    public static readonly ProblemKind TooManyRequests = new("too-many-requests", "The key calls too often", StatusCodes.Status429TooManyRequests);
    public static readonly ProblemKind NoSuchKey = new("no-such-key", "No such key", StatusCodes.Status404NotFound);
    public static readonly ProblemKind NoWebhookSecret = new("no-webhook-secret", "No webhook secret", StatusCodes.Status404NotFound);
    public static readonly ProblemKind RegionAway = new("region-away", "Another region does not answer", StatusCodes.Status503ServiceUnavailable);
    public static readonly ProblemKind NoTaskAccepted = new("no-task-accepted", "No task was accepted", StatusCodes.Status400BadRequest);
    public static readonly ProblemKind InternalError = new("internal-error", "Something went wrong", StatusCodes.Status500InternalServerError);
    public static readonly ProblemKind MalformedJson = new("malformed-json", "The body is not valid JSON", StatusCodes.Status400BadRequest);
    public static readonly ProblemKind InvalidRequest = new("invalid-request", "The request is not valid", StatusCodes.Status400BadRequest);
    public static readonly ProblemKind UnknownAgent = new("unknown-agent", "No such agent", StatusCodes.Status404NotFound);
    public static readonly ProblemKind BodyTooLarge = new("body-too-large", "The body is too large", StatusCodes.Status413PayloadTooLarge);
    public static readonly ProblemKind IdempotencyKeyReused = new("idempotency-key-reused", "The idempotency key stands for another body", StatusCodes.Status422UnprocessableEntity);
    public static readonly ProblemKind BatchTooLarge = new("batch-too-large", "The batch has too many tasks", StatusCodes.Status413PayloadTooLarge);
    public static readonly ProblemKind QueueUnavailable = new("queue-unavailable", "The queue is not available", StatusCodes.Status503ServiceUnavailable);
    public static readonly ProblemKind StorageUnavailable = new("storage-unavailable", "The storage is not available", StatusCodes.Status503ServiceUnavailable);

    /// <summary>All there are.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
        [.. typeof(ProblemKind).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<ProblemKind>()];

    /// <summary>The URN that a problem names as its type.</summary>
    public string Type => $"urn:agentfn:problem:{Name}";

    /// <summary>The kind of that name in this class.</summary>
    /// <param name="field">Such as <c>nameof(NoSuchTask)</c>.</param>
    public static ProblemKind Of(string field) => (ProblemKind)typeof(ProblemKind).GetField(field)!.GetValue(null)!;
}
