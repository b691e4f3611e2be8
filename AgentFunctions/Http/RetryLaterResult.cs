using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>An answer that says when to ask again.</summary>
internal sealed class RetryLaterResult(IResult inner, TimeSpan wait) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return inner.ExecuteAsync(httpContext);
    }
}
