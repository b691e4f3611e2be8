using AgentFunctions.Access;
using AgentFunctions.Http.OpenApi.Attributes;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>The API keys of a tenant, newest first.</summary>
internal sealed record KeyListView(IReadOnlyList<KeyView> Keys)
{
    public static IResult Of(IReadOnlyList<ApiKey> keys) =>
        Results.Json(new KeyListView([.. keys.Select(key => KeyView.Of(key))]), ApiJson.Sent.KeyListView);
}

/// <summary>An API key.</summary>
/// <param name="Key">The key itself; only in the answer to the call that made it.</param>
/// <param name="RequestsPerMinute">Its own limit; null: the application's, if there is one.</param>
internal sealed record KeyView(
    string Id, string? Key, string Name, string Tenant, [property: NamesOf(typeof(Roles), Except = ["none", "all"])] IReadOnlyList<string> Roles, DateTimeOffset Created, DateTimeOffset? Expires, DateTimeOffset? Revoked, int? RequestsPerMinute)
{
    public static KeyView Of(ApiKey key, ApiKeyText? text = null) => new(
        key.Id, text?.Reveal(), key.Name, key.Tenant.Value, RoleNames.Of(key.Roles), key.CreatedAt, key.ExpiresAt, key.RevokedAt, key.RequestsPerMinute);

    public IResult ToResult(int status) => Results.Json(this, ApiJson.Sent.KeyView, statusCode: status);
}
