using AgentFunctions.Access;
using AgentFunctions.DeadLetters;
using AgentFunctions.Http;
using AgentFunctions.Http.Lists;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Http.OpenApi.Bodies;
using AgentFunctions.Http.OpenApi.Queries;
using AgentFunctions.Intake;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Shows the tasks that were set aside after their last attempt, and sends them round again.</summary>
public sealed class DeadLetterFunctions(TaskLists lists, DeadLetterRedrive redrive, ApiCalls api)
{
    /// <summary>GET /dead-letters: a page of tasks that were set aside after their last attempt, newest first.</summary>
    [Function("ListDeadLetters")]
    [Operation(ApiTags.DeadLetters, Role = Roles.Read, Reach = Reach.Asked)]
    [Query(typeof(DeadLetterQuery))]
    [Answer(200, "A page of tasks.", typeof(DeadLetterView))]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "dead-letters")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AskAsync(request, Roles.Read, caller => lists.PageAsync(ListQuery.DeadLetters, request, caller, DeadLetterView.Of, cancellationToken));

    /// <summary>POST /dead-letters/redrive: puts tasks that were set aside in line again, chosen by ids or by filter.</summary>
    [Function("RedriveDeadLetters")]
    [Operation(ApiTags.DeadLetters, Role = Roles.Admin, Reach = Reach.Asked)]
    [Body(typeof(NewRedrive), IntakeLimits.TaskBytes)]
    [Answer(200, "What became of each task; in a dry run, what would.", typeof(RedriveView))]
    public Task<IResult> RedriveAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "dead-letters/redrive")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AskAsync(request, Roles.Admin, caller => request.AnswerBodyAsync(IntakeLimits.TaskBytes, async body =>
    {
        (RedriveRequest? redriveRequest, Refusal? refusal) = RedriveRequestReader.Read(caller.Tenant, body);
        return refusal is not null
            ? Problems.Of(refusal)
            : RedriveView.Of(await redrive.RunAsync(caller.Tenant, redriveRequest!, cancellationToken));
    }, cancellationToken));
}
