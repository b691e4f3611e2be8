using AgentFunctions.Access;
using AgentFunctions.DeadLetters;
using AgentFunctions.Http;
using AgentFunctions.Http.Lists;
using AgentFunctions.Intake;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Shows the tasks that were set aside after their last attempt, and sends them round again.</summary>
public sealed class DeadLetterFunctions(TaskLists lists, DeadLetterRedrive redrive, ApiCalls api)
{
    /// <summary>GET /dead-letters: a page of them, newest first.</summary>
    [Function("ListDeadLetters")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "dead-letters")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AskAsync(request, Roles.Read, caller => lists.PageAsync(ListQuery.DeadLetters, request, caller, DeadLetterView.Of, cancellationToken));

    /// <summary>POST /dead-letters/redrive: puts them in line again, chosen by ids or by filter.</summary>
    [Function("RedriveDeadLetters")]
    public Task<IResult> RedriveAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "dead-letters/redrive")] HttpRequest request, CancellationToken cancellationToken) => api.AskAsync(request, Roles.Admin, async caller =>
    {
        if (await request.ReadBodyAsync(IntakeLimits.TaskBytes, cancellationToken) is not { } body)
        {
            return Problems.Of(new Refusal.TooLarge(IntakeLimits.TaskBytes));
        }

        (RedriveRequest? redriveRequest, Refusal? refusal) = RedriveRequestReader.Read(caller.Tenant, body);
        return refusal is not null
            ? Problems.Of(refusal)
            : RedriveView.Of(await redrive.RunAsync(caller.Tenant, redriveRequest!, cancellationToken));
    });
}
