using AgentFunctions.Access;
using AgentFunctions.Http;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Http.OpenApi.Bodies;
using AgentFunctions.Http.Webhooks;
using AgentFunctions.Intake;
using AgentFunctions.Webhooks.Secrets;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Makes and shows the secrets that the caller's callbacks are signed with.</summary>
public sealed class WebhookSecretFunctions(WebhookSecrets secrets, ApiCalls api, TimeProvider time)
{
    /// <summary>POST /webhooks/secret: makes a secret that callbacks are signed with, in the place of the current one. The answer is the only one that has the secret itself.</summary>
    [Function("RotateWebhookSecret")]
    [Operation(ApiTags.Callbacks, Role = Roles.Admin, Reach = Reach.Asked)]
    [Body(typeof(NewWebhookSecret), IntakeLimits.FeedbackBytes, IsOptional = true)]
    [Answer(201, "The secret.", typeof(WebhookSecretView))]
    public Task<IResult> RotateAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "webhooks/secret")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AskAsync(request, Roles.Admin, caller => request.AnswerBodyAsync(IntakeLimits.FeedbackBytes, async body =>
    {
        (SecretRequest? wanted, Refusal? refusal) = SecretRequest.Read(body);
        return refusal is not null
            ? Problems.Of(refusal)
            : WebhookSecretView.Made(await secrets.RotateAsync(caller.Tenant, wanted!.Secret, wanted.Overlap, cancellationToken), time.GetUtcNow());
    }, cancellationToken));

    /// <summary>GET /webhooks/secret: when the webhook secrets were made and until when the older ones are good.</summary>
    [Function("GetWebhookSecret")]
    [Operation(ApiTags.Callbacks, Role = Roles.Admin, Reach = Reach.Asked)]
    [Answer(200, "The times, without the secrets.", typeof(WebhookSecretView))]
    [Refuses(nameof(ProblemKind.NoWebhookSecret))]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "webhooks/secret")] HttpRequest request, CancellationToken cancellationToken) => api.AskAsync(request, Roles.Admin, async caller =>
        await secrets.FindAsync(caller.Tenant, cancellationToken) is { } ring ? WebhookSecretView.Of(ring, time.GetUtcNow()) : Problems.NoWebhookSecret());
}
