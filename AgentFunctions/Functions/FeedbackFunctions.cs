using AgentFunctions.Access;
using AgentFunctions.Http;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Http.OpenApi.Bodies;
using AgentFunctions.Intake;
using AgentFunctions.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Takes in what clients say of the answers they got.</summary>
public sealed class FeedbackFunctions(TaskFeedbacks feedbacks, TaskViews views, ApiCalls api)
{
    /// <summary>POST /tasks/{id}/feedback: keeps what a task's answer was worth, in the place of any earlier one.</summary>
    /// <param name="id">Id of the task.</param>
    [Function("GiveFeedback")]
    [Operation(ApiTags.Tasks, Role = Roles.Submit, Reach = Reach.Home)]
    [Body(typeof(NewFeedback), IntakeLimits.FeedbackBytes)]
    [Answer(200, "The task, with the feedback.", typeof(TaskView), Headers = [ResponseHeaders.ETag, ResponseHeaders.Location])]
    [Refuses(nameof(ProblemKind.NoSuchTask), nameof(ProblemKind.TaskNotSucceeded))]
    public Task<IResult> GiveAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "tasks/{id}/feedback")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        api.ChangeTaskAsync(request, id, caller => request.AnswerBodyAsync(IntakeLimits.FeedbackBytes, body => KeepAsync(caller, id, body, cancellationToken), cancellationToken));

    private async Task<IResult> KeepAsync(Caller caller, string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        (FeedbackRequest? feedback, Refusal? refusal) = FeedbackRequestReader.Read(body);
        if (refusal is not null)
        {
            return Problems.Of(refusal);
        }

        FeedbackOutcome outcome = TaskId.TryParse(id, out TaskId task)
            ? await feedbacks.GiveAsync(task, caller.Tenant, feedback!, cancellationToken)
            : new FeedbackOutcome.Unknown();
        return outcome switch
        {
            FeedbackOutcome.Kept kept => await views.FullAsync(kept.Task, cancellationToken),
            FeedbackOutcome.NotSucceeded open => Problems.NotSucceeded(open.Task),
            _ => Problems.NoSuchTask(id),
        };
    }
}
