using System.Globalization;
using AgentFunctions.Access;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Access;

/// <summary>The quota of a key in an answer (draft-ietf-httpapi-ratelimit-headers).</summary>
internal static class QuotaHeaders
{
    public static void Write(HttpResponse response, QuotaOutcome quota)
    {
        response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"key\";q={quota.Limit};w=60");
        response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"key\";r={quota.Remaining};t={Math.Ceiling(quota.Reset.TotalSeconds)}");
    }
}
