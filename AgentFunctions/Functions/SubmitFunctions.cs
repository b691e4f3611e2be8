using AgentFunctions.Access;
using AgentFunctions.Http;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Http.OpenApi.Bodies;
using AgentFunctions.Intake;
using AgentFunctions.Intake.Batches;
using AgentFunctions.Intake.Idempotency;
using AgentFunctions.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Takes tasks in.</summary>
public sealed class SubmitFunctions(TaskIntake intake, BatchIntake batches, TaskWait wait, TaskViews views, ApiCalls api)
{
    /// <summary>POST /tasks: submits one task.</summary>
    /// <remarks>An identical task that was answered before is answered from the cache, and one that is open at the same time gives its answer to both, unless the agent or the task says otherwise.</remarks>
    [Function("SubmitTask")]
    [Operation(ApiTags.Tasks, Role = Roles.Submit, Reach = Reach.Home, Headers = [RequestHeaders.IdempotencyKey, RequestHeaders.Prefer])]
    [Body(typeof(NewTask), IntakeLimits.TaskBytes)]
    [Answer(200, "The task is over: it was answered from the cache, or within the wait that was asked for; or the idempotency key stood for it already.", typeof(TaskView), Headers = [ResponseHeaders.ETag, ResponseHeaders.Location, ResponseHeaders.PreferenceAppliedIfAsked, ResponseHeaders.IdempotencyReplayedIfSo])]
    [Answer(202, "The task is stored and in line.", typeof(TaskView), Headers = [ResponseHeaders.ETag, ResponseHeaders.Location, ResponseHeaders.RetryAfter, ResponseHeaders.PreferenceAppliedIfAsked, ResponseHeaders.IdempotencyReplayedIfSo])]
    [Refuses(nameof(ProblemKind.UnknownAgent), nameof(ProblemKind.IdempotencyKeyReused))]
    public Task<IResult> SubmitAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "tasks")] HttpRequest request, CancellationToken cancellationToken) =>
        api.SubmitAsync(request, (caller, key) => TakeAsync(request, caller, key, cancellationToken));

    /// <summary>POST /tasks/batch: submits up to 1,000 tasks, with one outcome an item.</summary>
    [Function("SubmitBatch")]
    [Operation(ApiTags.Batches, Role = Roles.Submit, Reach = Reach.Home, Headers = [RequestHeaders.IdempotencyKey])]
    [Body(typeof(NewTask), IntakeLimits.BatchBytes, MostItems = IntakeLimits.BatchItems)]
    [Answer(202, "At least one task was accepted; the items say which.", typeof(BatchView))]
    [Refuses(nameof(ProblemKind.NoTaskAccepted), nameof(ProblemKind.BatchTooLarge))]
    public Task<IResult> SubmitBatchAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "tasks/batch")] HttpRequest request, CancellationToken cancellationToken) =>
        api.SubmitBatchAsync(request, (caller, key) => request.AnswerBodyAsync(
            IntakeLimits.BatchBytes, body => TakeBatchAsync(caller, key, body, request.IsNdjson(), cancellationToken), cancellationToken));

    private async Task<IResult> TakeAsync(HttpRequest request, Caller caller, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        if (!WaitPreference.TryRead(request, out WaitPreference? preference))
        {
            return Problems.Of(WaitPreference.Malformed);
        }

        return await request.AnswerBodyAsync(
            IntakeLimits.TaskBytes,
            async body => await AnswerAsync(request, await intake.SubmitAsync(caller.Tenant, body, key, cancellationToken), preference, cancellationToken),
            cancellationToken);
    }

    private async Task<IResult> TakeBatchAsync(Caller caller, IdempotencyKey? key, ReadOnlyMemory<byte> body, bool isNdjson, CancellationToken cancellationToken)
    {
        (IReadOnlyList<ReadOnlyMemory<byte>> items, Refusal? refusal) = RequestBody.SplitBatch(body, isNdjson);
        if (refusal is not null)
        {
            return Problems.Of(refusal);
        }

        (TaskId? batch, IReadOnlyList<SubmitOutcome> outcomes) = await batches.SubmitAsync(caller.Tenant, items, key, cancellationToken);
        return BatchView.Of(batch, outcomes);
    }

    private async Task<IResult> AnswerAsync(HttpRequest request, SubmitOutcome outcome, WaitPreference? preference, CancellationToken cancellationToken)
    {
        if (outcome is SubmitOutcome.Refused refused)
        {
            return Problems.Of(refused.Refusal);
        }

        (AgentTask task, bool repeated) = (SubmitOutcome.Accepted)outcome;
        if (repeated)
        {
            IdempotencyHeader.MarkReplayed(request.HttpContext.Response);
        }

        if (preference is not null)
        {
            task = await wait.UntilFinalAsync(task, preference.Wait, cancellationToken);
            preference.MarkApplied(request.HttpContext.Response);
        }

        return await views.StandingAsync(task, cancellationToken);
    }
}
