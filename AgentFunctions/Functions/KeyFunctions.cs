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

/// <summary>Makes, shows and revokes API keys: those of the caller's tenant, or for the operator of any.</summary>
public sealed class KeyFunctions(ApiKeys keys, ApiCalls api, TimeProvider time)
{
    /// <summary>POST /keys: makes an API key. The answer is the only one that has the key itself.</summary>
    [Function("CreateKey")]
    [Operation(ApiTags.Keys, Role = Roles.Admin, Reach = Reach.Asked)]
    [Body(typeof(NewKey), IntakeLimits.FeedbackBytes)]
    [Answer(201, "The key.", typeof(KeyView))]
    public Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "keys")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AskAsync(request, Roles.Admin, caller => request.AnswerBodyAsync(IntakeLimits.FeedbackBytes, body => CreateAsync(caller, body, cancellationToken), cancellationToken));

    /// <summary>GET /keys: the API keys, revoked and expired ones too.</summary>
    [Function("ListKeys")]
    [Operation(ApiTags.Keys, Role = Roles.Admin, Reach = Reach.Asked)]
    [Answer(200, "The keys, without their secrets.", typeof(KeyListView))]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "keys")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AskAsync(request, Roles.Admin, async caller => KeyListView.Of(await keys.ListAsync(ScopeOf(caller), cancellationToken)));

    /// <summary>DELETE /keys/{id}: revokes an API key; the same again changes nothing.</summary>
    /// <param name="id">Id of the key.</param>
    [Function("RevokeKey")]
    [Operation(ApiTags.Keys, Role = Roles.Admin, Reach = Reach.Home)]
    [Answer(200, "The key, revoked.", typeof(KeyView))]
    [Refuses(nameof(ProblemKind.NoSuchKey))]
    public Task<IResult> RevokeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "keys/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        api.ChangeKeyAsync(request, id, async caller =>
            await keys.RevokeAsync(id, ScopeOf(caller), cancellationToken) is { } key ? KeyView.Of(key).ToResult(StatusCodes.Status200OK) : Problems.NoSuchKey(id));

    private static TenantId? ScopeOf(Caller caller) => caller.IsOperator ? null : caller.Tenant;

    private async Task<IResult> CreateAsync(Caller caller, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        (ApiKeyRequest? wanted, Refusal? refusal) = ApiKeyRequest.Read(body, time.GetUtcNow());
        if (wanted?.Tenant is { } tenant && !caller.IsOperator && tenant != caller.Tenant)
        {
            refusal = new Refusal.Invalid([new FieldError("tenant", $"is '{tenant}'; allowed is your own, '{caller.Tenant}'")]);
        }

        if (refusal is not null)
        {
            return Problems.Of(refusal);
        }

        (ApiKey key, ApiKeyText text) = await keys.CreateAsync(wanted!, wanted!.Tenant ?? caller.Tenant, cancellationToken);
        return KeyView.Of(key, text).ToResult(StatusCodes.Status201Created);
    }
}
