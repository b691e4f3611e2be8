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
        Result(Problem(ProblemKind.NoSuchTask, $"There is no task '{id}'."));

    public static IResult NoSuchBatch(string id) =>
        Result(Problem(ProblemKind.NoSuchBatch, $"There is no batch '{id}'."));

    public static IResult NoSuchFile(string page, string path) =>
        Result(Problem(ProblemKind.NoSuchFile, $"There is no file '{path}' under /{page}."));

    public static IResult NoDashboard() =>
        Result(Problem(ProblemKind.NoDashboard, "This app was built where Node was not installed, and so without its dashboard. Build it again with Node 20 or newer on the path."));

    /// <param name="type">The only type there is.</param>
    public static IResult NotAcceptable(string type) =>
        Result(Problem(ProblemKind.NotAcceptable, $"Accept leaves out the only type there is here: {type}."));

    public static IResult Cancelled(string id) =>
        Result(Problem(ProblemKind.TaskCancelled, $"Task '{id}' was cancelled and has no result."));

    public static IResult Failed(AgentTask task) =>
        Result(Problem(ProblemKind.TaskFailed, $"Task '{task.Id}' has no result: {task.Error?.Code}: {task.Error?.Message}"));

    public static IResult AlreadyEnded(AgentTask task) =>
        Result(Problem(ProblemKind.TaskEnded, $"Task '{task.Id}' is {task.Status.ToApi()} and can no longer be cancelled."));

    public static IResult NotSucceeded(AgentTask task) =>
        Result(Problem(ProblemKind.TaskNotSucceeded, $"Task '{task.Id}' is {task.Status.ToApi()}; feedback is for tasks that are {AgentTaskStatus.Succeeded.ToApi()}."));

    public static IResult Unauthenticated(string reason) =>
        Result(Problem(ProblemKind.Unauthenticated, reason));

    public static IResult MissingRole(Roles role, Caller caller) =>
        Result(Problem(ProblemKind.MissingRole, $"This call needs the role {string.Join(", ", RoleNames.Of(role))}; the caller has {(caller.Roles == Roles.None ? "none" : string.Join(", ", RoleNames.Of(caller.Roles)))}."));

    public static IResult TooManyRequests(QuotaOutcome quota) => new RetryLaterResult(
        Result(Problem(ProblemKind.TooManyRequests, $"Allowed are {quota.Limit:N0} requests a minute with this key.")), quota.Reset);

    public static IResult NoSuchKey(string id) =>
        Result(Problem(ProblemKind.NoSuchKey, $"There is no key '{id}'."));

    public static IResult NoWebhookSecret() =>
        Result(Problem(ProblemKind.NoWebhookSecret, "There is none yet: POST /webhooks/secret makes one, as does the first callback."));

    public static IResult RegionAway(Region region) => new RetryLaterResult(
        Result(Problem(ProblemKind.RegionAway, $"What was asked concerns region '{region.Name}', which does not answer now. Nothing was changed.")),
        RegionPatience);

    public static IResult NoneAccepted(IReadOnlyList<BatchItemView> items) =>
        Result(Problem(ProblemKind.NoTaskAccepted, $"Each of the {items.Count:N0} tasks of the batch was refused; items says why.") with
        { Items = items });

    /// <param name="kind">What is away: queue or storage.</param>
    public static IResult Unavailable(ProblemKind kind, string detail) => new Later(Problem(kind, detail));

    public static IResult Internal() =>
        Result(Problem(ProblemKind.InternalError, "The request could not be carried out. The log says why."));

    public static ProblemView View(Refusal refusal) => refusal switch
    {
        Refusal.Malformed malformed => Problem(ProblemKind.MalformedJson, $"Line {malformed.Line}, column {malformed.Column}: {malformed.Reason}"),
        Refusal.Invalid invalid => Problem(ProblemKind.InvalidRequest, string.Join(" ", invalid.Errors.Select(e => $"{e.Field} {e.Message}.".TrimStart()))) with
        { Errors = invalid.Errors },
        Refusal.UnknownAgent unknown => Problem(ProblemKind.UnknownAgent, $"There is no agent '{unknown.Name}'; known are {string.Join(", ", unknown.Known)}.") with
        { Errors = [new FieldError("agent", $"allowed are {string.Join(", ", unknown.Known)}")] },
        Refusal.TooLarge large => Problem(ProblemKind.BodyTooLarge, $"Allowed are {large.Limit:N0} bytes."),
        Refusal.KeyReused reused => Problem(ProblemKind.IdempotencyKeyReused, $"Idempotency-Key '{reused.Key}' was used with another body; a new task needs a new key."),
        Refusal.TooMany many => Problem(ProblemKind.BatchTooLarge, $"Allowed are {many.Limit:N0} tasks."),
        _ => throw new InvalidOperationException($"A request cannot be refused for {refusal}."),
    };

    private static ProblemView Problem(ProblemKind kind, string detail) => new(kind.Type, kind.Title, kind.Status, detail);

    private static IResult Result(ProblemView problem) => Results.Json(problem, ApiJson.Sent.ProblemView, ContentType, problem.Status);

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
