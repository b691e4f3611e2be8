using AgentFunctions.Intake;
using AgentFunctions.Tasks;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>What became of a batch.</summary>
/// <param name="Batch">Id of the batch, to follow it; null when it could not be noted.</param>
internal sealed record BatchView(string? Batch, int Accepted, int Refused, IReadOnlyList<BatchItemView> Items)
{
    /// <summary>202 when at least one task was accepted, else 400 as problem details with the items.</summary>
    public static IResult Of(TaskId? batch, IReadOnlyList<SubmitOutcome> outcomes)
    {
        BatchItemView[] items = [.. outcomes.Select((outcome, index) => outcome switch
        {
            SubmitOutcome.Accepted accepted => new BatchItemView(
                index, accepted.Task.IsFinal ? StatusCodes.Status200OK : StatusCodes.Status202Accepted, accepted.Task.Id.ToString(), accepted.Repeated, null),
            SubmitOutcome.Refused refused when Problems.View(refused.Refusal) is var problem => new BatchItemView(index, problem.Status, null, null, problem),
            _ => throw new InvalidOperationException($"Intake cannot answer {outcome}."),
        })];
        int accepted = items.Count(i => i.Id is not null);
        return accepted == 0
            ? Problems.NoneAccepted(items)
            : Results.Json(new BatchView(batch?.ToString(), accepted, items.Length - accepted, items), ApiJson.Sent.BatchView, statusCode: StatusCodes.Status202Accepted);
    }
}

/// <summary>What became of one item of a batch.</summary>
/// <param name="Index">Place in the batch, 0 for the first.</param>
/// <param name="Status">The HTTP status the item would have got alone.</param>
/// <param name="Id">Id of the task, when accepted.</param>
/// <param name="Repeated">True when the idempotency key stood for this task already.</param>
/// <param name="Problem">Why it was refused.</param>
internal sealed record BatchItemView(int Index, int Status, string? Id, bool? Repeated, ProblemView? Problem);
