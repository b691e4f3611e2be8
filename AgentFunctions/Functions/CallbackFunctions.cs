using AgentFunctions.Access;
using AgentFunctions.Http;
using AgentFunctions.Http.Lists;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Http.OpenApi.Bodies;
using AgentFunctions.Http.OpenApi.Queries;
using AgentFunctions.Http.Webhooks;
using AgentFunctions.Intake;
using AgentFunctions.Queues;
using AgentFunctions.Webhooks;
using AgentFunctions.Webhooks.Delivery;
using AgentFunctions.Webhooks.Redrive;
using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Delivers callbacks, shows what has become of them, and has those tried again that were given up.</summary>
public sealed class CallbackFunctions(CallbackDelivery delivery, CallbackRedrive redrive, TaskLists lists, ApiCalls api)
{
    /// <summary>One try at one callback. A try that throws leaves the message unsettled, and the host gives it back to the queue.</summary>
    [Function("DeliverCallback")]
    public async Task DeliverAsync(
        [ServiceBusTrigger(IWebhookQueue.Name, Connection = TaskQueueSettings.Connection, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken)
    {
        if (await delivery.HandleAsync(message.Body, cancellationToken))
        {
            await actions.CompleteMessageAsync(message, CancellationToken.None);
        }
        else
        {
            await actions.DeadLetterMessageAsync(
                message, deadLetterReason: "Unreadable", deadLetterErrorDescription: "The body is not a callback's message.", cancellationToken: CancellationToken.None);
        }
    }

    /// <summary>GET /callbacks: a page of the callbacks of tasks that have ended, newest first.</summary>
    [Function("ListCallbacks")]
    [Operation(ApiTags.Callbacks, Role = Roles.Read, Reach = Reach.Asked)]
    [Query(typeof(CallbackQuery))]
    [Answer(200, "A page of callbacks.", typeof(CallbackListView))]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "callbacks")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AskAsync(request, Roles.Read, caller => lists.PageAsync(ListQuery.Callbacks, request, caller, CallbackListView.Of, cancellationToken));

    /// <summary>POST /callbacks/redrive: tries callbacks again that were given up, chosen by ids or by filter.</summary>
    [Function("RedriveCallbacks")]
    [Operation(ApiTags.Callbacks, Role = Roles.Admin, Reach = Reach.Asked)]
    [Body(typeof(NewCallbackRedrive), IntakeLimits.TaskBytes)]
    [Answer(200, "What became of each callback; in a dry run, what would.", typeof(CallbackRedriveView))]
    public Task<IResult> RedriveAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "callbacks/redrive")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AskAsync(request, Roles.Admin, caller => request.AnswerBodyAsync(IntakeLimits.TaskBytes, async body =>
    {
        (CallbackRedriveRequest? wanted, Refusal? refusal) = CallbackRedriveRequest.Read(caller.Tenant, body);
        return refusal is not null
            ? Problems.Of(refusal)
            : CallbackRedriveView.Of(await redrive.RunAsync(caller.Tenant, wanted!, cancellationToken));
    }, cancellationToken));
}
