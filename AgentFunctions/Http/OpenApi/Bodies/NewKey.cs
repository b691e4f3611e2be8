using System.ComponentModel.DataAnnotations;
using AgentFunctions.Access;
using AgentFunctions.Http.OpenApi.Attributes;

namespace AgentFunctions.Http.OpenApi.Bodies;

/// <summary>What an API key is to be.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Tenant">Whose it is; without it the caller's own. Only the operator makes keys of other tenants.</param>
/// <param name="Roles">What it may do; none includes another.</param>
/// <param name="Expires">When it ends; without it never.</param>
/// <param name="RequestsPerMinute">Its limit; without it the application's, if there is one.</param>
internal sealed record NewKey(
    [property: Length(1, ApiKeyRequest.NameLength)] string Name,
    [property: RegularExpression("^[a-z0-9.-]{1,64}$")] string? Tenant,
    [property: NamesOf(typeof(Roles), Except = ["none", "all"]), MinLength(1)] IReadOnlyList<string> Roles,
    DateTimeOffset? Expires,
    [property: Range(1, ApiKeyRequest.MostRequestsPerMinute)] int? RequestsPerMinute);
