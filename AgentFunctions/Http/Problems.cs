using AgentFunctions.Access;
using AgentFunctions.Intake;
using AgentFunctions.Regions;
using AgentFunctions.Tasks;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>Says no, as problem details.</summary>
internal static class Problems
{
    private const string ContentType = "application/problem+json";

    private static readonly TimeSpan RegionPatience = TimeSpan.FromSeconds(30);

    public static IResult Of(Refusal refusal) => Result(View(refusal));

    public static IResult NoSuchTask(string id) =>
        Result(Problem("no-such-task", "No such task", StatusCodes.Status404NotFound, $"There is no task '{id}'."));

    public static IResult NoSuchBatch(string id) =>
        Result(Problem("no-such-batch", "No such batch", StatusCodes.Status404NotFound, $"There is no batch '{id}'."));

    public static IResult NoSuchFile(string page, string path) =>
        Result(Problem("no-such-file", "No such file", StatusCodes.Status404NotFound, $"There is no file '{path}' under /{page}."));

    public static IResult NoDashboard() =>
        Result(Problem("no-dashboard", "There is no dashboard", StatusCodes.Status404NotFound, "This app was built where Node was not installed, and so without its dashboard. Build it again with Node 20 or newer on the path."));

    /// <param name="type">The only type there is.</param>
    public static IResult NotAcceptable(string type) =>
        Result(Problem("not-acceptable", "There is no answer of an accepted type", StatusCodes.Status406NotAcceptable, $"Accept leaves out the only type there is here: {type}."));

    public static IResult Cancelled(string id) =>
        Result(Problem("task-cancelled", "The task was cancelled", StatusCodes.Status410Gone, $"Task '{id}' was cancelled and has no result."));

    public static IResult Failed(AgentTask task) =>
        Result(Problem("task-failed", "The task failed", StatusCodes.Status409Conflict, $"Task '{task.Id}' has no result: {task.Error?.Code}: {task.Error?.Message}"));

    public static IResult AlreadyEnded(AgentTask task) =>
        Result(Problem("task-ended", "The task has ended", StatusCodes.Status409Conflict, $"Task '{task.Id}' is {task.Status.ToApi()} and can no longer be cancelled."));

    public static IResult NotSucceeded(AgentTask task) =>
        Result(Problem("task-not-succeeded", "The task has no answer", StatusCodes.Status409Conflict, $"Task '{task.Id}' is {task.Status.ToApi()}; feedback is for tasks that are {AgentTaskStatus.Succeeded.ToApi()}."));

    public static IResult Unauthenticated(string reason) =>
        Result(Problem("unauthenticated", "Nobody knows who calls", StatusCodes.Status401Unauthorized, reason));

    public static IResult MissingRole(Roles role, Caller caller) =>
        Result(Problem("missing-role", "The caller may not do this", StatusCodes.Status403Forbidden, $"This call needs the role {string.Join(", ", RoleNames.Of(role))}; the caller has {(caller.Roles == Roles.None ? "none" : string.Join(", ", RoleNames.Of(caller.Roles)))}."));

    public static IResult TooManyRequests(QuotaOutcome quota) => new RetryLaterResult(
        Result(Problem("too-many-requests", "The key calls too often", StatusCodes.Status429TooManyRequests, $"Allowed are {quota.Limit:N0} requests a minute with this key.")), quota.Reset);

    public static IResult NoSuchKey(string id) =>
        Result(Problem("no-such-key", "No such key", StatusCodes.Status404NotFound, $"There is no key '{id}'."));

    public static IResult NoWebhookSecret() =>
        Result(Problem("no-webhook-secret", "No webhook secret", StatusCodes.Status404NotFound, "There is none yet: POST /webhooks/secret makes one, as does the first callback."));

    public static IResult RegionAway(Region region) => new RetryLaterResult(
        Result(Problem("region-away", "Another region does not answer", StatusCodes.Status503ServiceUnavailable, $"What was asked concerns region '{region.Name}', which does not answer now. Nothing was changed.")),
        RegionPatience);

    public static IResult NoneAccepted(IReadOnlyList<BatchItemView> items) =>
        Result(Problem("no-task-accepted", "No task was accepted", StatusCodes.Status400BadRequest, $"Each of the {items.Count:N0} tasks of the batch was refused; items says why.") with
        { Items = items });

    /// <param name="part">What is away: queue or storage.</param>
    public static IResult Unavailable(string part, string detail) => new Later(Problem($"{part}-unavailable", $"The {part} is not available", StatusCodes.Status503ServiceUnavailable, detail));

    public static IResult Internal() =>
        Result(Problem("internal-error", "Something went wrong", StatusCodes.Status500InternalServerError, "The request could not be carried out. The log says why."));

    public static ProblemView View(Refusal refusal) => refusal switch
    {
        Refusal.Malformed malformed => Problem(
            "malformed-json", "The body is not valid JSON", StatusCodes.Status400BadRequest, $"Line {malformed.Line}, column {malformed.Column}: {malformed.Reason}"),
        Refusal.Invalid invalid => Problem(
            "invalid-request", "The request is not valid", StatusCodes.Status400BadRequest, string.Join(" ", invalid.Errors.Select(e => $"{e.Field} {e.Message}.".TrimStart()))) with
        { Errors = invalid.Errors },
        Refusal.UnknownAgent unknown => Problem(
            "unknown-agent", "No such agent", StatusCodes.Status404NotFound, $"There is no agent '{unknown.Name}'; known are {string.Join(", ", unknown.Known)}.") with
        { Errors = [new FieldError("agent", $"allowed are {string.Join(", ", unknown.Known)}")] },
        Refusal.TooLarge large => Problem(
            "body-too-large", "The body is too large", StatusCodes.Status413PayloadTooLarge, $"Allowed are {large.Limit:N0} bytes."),
        Refusal.KeyReused reused => Problem(
            "idempotency-key-reused", "The idempotency key stands for another body", StatusCodes.Status422UnprocessableEntity,
            $"Idempotency-Key '{reused.Key}' was used with another body; a new task needs a new key."),
        Refusal.TooMany many => Problem(
            "batch-too-large", "The batch has too many tasks", StatusCodes.Status413PayloadTooLarge, $"Allowed are {many.Limit:N0} tasks."),
        _ => throw new InvalidOperationException($"A request cannot be refused for {refusal}."),
    };

    private static ProblemView Problem(string kind, string title, int status, string detail) => new($"urn:agentfn:problem:{kind}", title, status, detail);

    private static IResult Result(ProblemView problem) => Results.Json(problem, ApiJson.Default.ProblemView, ContentType, problem.Status);

    /// <summary>A problem that may be over soon.</summary>
    private sealed class Later(ProblemView problem) : IResult
    {
        private const string RetrySeconds = "10";

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = RetrySeconds;
            return Result(problem).ExecuteAsync(httpContext);
        }
    }
}
