using AgentFunctions.Http;
using AgentFunctions.Http.Regions;
using AgentFunctions.Intake;
using AgentFunctions.Intake.Idempotency;
using AgentFunctions.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Takes tasks in.</summary>
public sealed class SubmitFunctions(TaskIntake intake, TaskWait wait, TaskViews views, RegionCalls regions)
{
    /// <summary>POST /tasks: one task.</summary>
    [Function("SubmitTask")]
    public async Task<IResult> SubmitAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "tasks")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!WaitPreference.TryRead(request, out WaitPreference? preference))
        {
            return Problems.Of(WaitPreference.Malformed);
        }

        if (!IdempotencyHeader.TryRead(request, out IdempotencyKey? key))
        {
            return Problems.Of(IdempotencyHeader.Malformed);
        }

        return await regions.SubmitAsync(request, key, async () => await request.ReadBodyAsync(IntakeLimits.TaskBytes, cancellationToken) is { } body
            ? await AnswerAsync(request, await intake.SubmitAsync(Caller.TenantOf(request), body, key, cancellationToken), preference, cancellationToken)
            : Problems.Of(new Refusal.TooLarge(IntakeLimits.TaskBytes)));
    }

    /// <summary>POST /tasks/batch: up to 1,000 tasks as a JSON array or NDJSON, one outcome an item.</summary>
    [Function("SubmitBatch")]
    public async Task<IResult> SubmitBatchAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "tasks/batch")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!IdempotencyHeader.TryRead(request, out IdempotencyKey? key))
        {
            return Problems.Of(IdempotencyHeader.Malformed);
        }

        return await regions.SubmitBatchAsync(request, key, () => TakeBatchAsync(request, key, cancellationToken));
    }

    private async Task<IResult> TakeBatchAsync(HttpRequest request, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        if (await request.ReadBodyAsync(IntakeLimits.BatchBytes, cancellationToken) is not { } body)
        {
            return Problems.Of(new Refusal.TooLarge(IntakeLimits.BatchBytes));
        }

        (IReadOnlyList<ReadOnlyMemory<byte>> items, Refusal? refusal) = RequestBody.SplitBatch(body, request.IsNdjson());
        return refusal is not null
            ? Problems.Of(refusal)
            : BatchView.Of(await intake.SubmitAsync(Caller.TenantOf(request), items, key, cancellationToken));
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
