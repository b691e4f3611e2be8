using System.Globalization;
using AgentFunctions.Access;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Access;

/// <summary>The quota of a key in an answer (draft-ietf-httpapi-ratelimit-headers).</summary>
internal static class QuotaHeaders
{
    private const string Policy = "RateLimit-Policy";
    private const string Standing = "RateLimit";

    public static void Write(HttpResponse response, QuotaOutcome quota)
    {
        response.Headers[Policy] = string.Create(CultureInfo.InvariantCulture, $"\"key\";q={quota.Limit};w=60");
        response.Headers[Standing] = string.Create(CultureInfo.InvariantCulture, $"\"key\";r={quota.Remaining};t={Math.Ceiling(quota.Reset.TotalSeconds)}");
    }

    public static void Remove(HttpResponse response)
    {
        response.Headers.Remove(Policy);
        response.Headers.Remove(Standing);
    }
}
