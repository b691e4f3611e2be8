using AgentFunctions.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace AgentFunctions.Http.Access;

/// <summary>Callers carry an API key: <c>Authorization: Bearer KEY</c>.</summary>
public sealed class KeyCallers(ApiKeys keys) : ICallers
{
    private const string Scheme = "Bearer ";
    private const string HowTo = "Give an API key: Authorization: Bearer agentfn_...";

    public async Task<CallerOutcome> FindAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        StringValues header = request.Headers.Authorization;
        if (header is not [{ } text] || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return new CallerOutcome.Refused(HowTo);
        }

        return await keys.CheckAsync(text[Scheme.Length..].Trim(), cancellationToken) switch
        {
            KeyOutcome.Accepted accepted => new CallerOutcome.Known(accepted.Caller),
            KeyOutcome.Expired expired => new CallerOutcome.Refused($"The key {expired.Key.Id} ended at {expired.Key.ExpiresAt:O}. {HowTo}"),
            KeyOutcome.Revoked revoked => new CallerOutcome.Refused($"The key {revoked.Key.Id} was revoked at {revoked.Key.RevokedAt:O}. {HowTo}"),
            _ => new CallerOutcome.Refused($"The key is not known. {HowTo}"),
        };
    }
}
