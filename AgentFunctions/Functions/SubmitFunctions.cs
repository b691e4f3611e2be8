using AgentFunctions.Http;
using AgentFunctions.Intake;
using AgentFunctions.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Takes tasks in.</summary>
public sealed class SubmitFunctions(TaskIntake intake, TaskWait wait, TaskViews views)
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

        if (await request.ReadBodyAsync(IntakeLimits.TaskBytes, cancellationToken) is not { } body)
        {
            return Problems.Of(new Refusal.TooLarge(IntakeLimits.TaskBytes));
        }

        switch (await intake.SubmitAsync(Caller.TenantOf(request), body, cancellationToken))
        {
            case SubmitOutcome.Refused refused:
                return Problems.Of(refused.Refusal);
            case SubmitOutcome.Accepted accepted when preference is not null:
                AgentTask waited = await wait.UntilFinalAsync(accepted.Task, preference.Wait, cancellationToken);
                preference.MarkApplied(request.HttpContext.Response);
                return waited.IsFinal ? await views.FullAsync(waited, cancellationToken) : TaskViews.Accepted(waited);
            case SubmitOutcome.Accepted accepted:
                return TaskViews.Accepted(accepted.Task);
            case var other:
                throw new InvalidOperationException($"Intake cannot answer {other}.");
        }
    }

    /// <summary>POST /tasks/batch: up to 1,000 tasks as a JSON array or NDJSON, one outcome an item.</summary>
    [Function("SubmitBatch")]
    public async Task<IResult> SubmitBatchAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "tasks/batch")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await request.ReadBodyAsync(IntakeLimits.BatchBytes, cancellationToken) is not { } body)
        {
            return Problems.Of(new Refusal.TooLarge(IntakeLimits.BatchBytes));
        }

        (IReadOnlyList<ReadOnlyMemory<byte>> items, Refusal? refusal) = RequestBody.SplitBatch(body, request.IsNdjson());
        return refusal is not null
            ? Problems.Of(refusal)
            : BatchView.Of(await intake.SubmitAsync(Caller.TenantOf(request), items, cancellationToken));
    }
}
