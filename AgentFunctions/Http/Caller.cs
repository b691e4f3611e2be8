using AgentFunctions.Tasks;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>Who is calling.</summary>
internal static class Caller
{
    /// <summary>The caller's tenant. There is one tenant as long as callers carry no keys that tell them apart.</summary>
    public static TenantId TenantOf(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return TenantId.Default;
    }
}
