using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Access;
using AgentFunctions.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Http.Access;

/// <summary>
/// Callers have signed in through App Service Authentication, which says who they are in a header of its own and takes that header away from
/// everybody else (https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities).
/// </summary>
public sealed class PrincipalCallers(IOptions<AccessOptions> options) : ICallers
{
    private const string Header = "X-MS-CLIENT-PRINCIPAL";

    private static readonly string[] RoleClaims = ["roles", "http://schemas.microsoft.com/ws/2008/06/identity/claims/role"];

    public Task<CallerOutcome> FindAsync(HttpRequest request, CancellationToken cancellationToken) => Task.FromResult(Find(request.Headers[Header]));

    private CallerOutcome Find(string? header)
    {
        if (header is null || Read(header) is not { } principal)
        {
            return new CallerOutcome.Refused("Sign in first: this application asks Entra ID who calls.");
        }

        string? tenant = principal.Claims.FirstOrDefault(claim => claim.Type == options.Value.TenantClaim)?.Value;
        if (tenant is null || !TenantId.IsValid(tenant))
        {
            return new CallerOutcome.Refused($"The sign-in has no claim '{options.Value.TenantClaim}' that names a tenant: {TenantId.Allowed}.");
        }

        Roles roles = principal.Claims
            .Where(claim => RoleClaims.Contains(claim.Type))
            .Aggregate(Roles.None, (all, claim) => all | (RoleNames.Find(claim.Value) ?? Roles.None));
        return new CallerOutcome.Known(new Caller(new TenantId(tenant), roles, IsOperator: false, Key: null));
    }

    private static ClientPrincipal? Read(string header)
    {
        try
        {
            return JsonSerializer.Deserialize(Convert.FromBase64String(header), PrincipalJson.Default.ClientPrincipal);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }
}

/// <summary>Who has signed in, as App Service Authentication writes it.</summary>
internal sealed record ClientPrincipal([property: JsonPropertyName("claims")] IReadOnlyList<PrincipalClaim> Claims);

/// <summary>One thing that is known of them.</summary>
internal sealed record PrincipalClaim([property: JsonPropertyName("typ")] string Type, [property: JsonPropertyName("val")] string Value);

[JsonSourceGenerationOptions(RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ClientPrincipal))]
internal sealed partial class PrincipalJson : JsonSerializerContext;
