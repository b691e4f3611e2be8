using AgentFunctions.Regions;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Regions;

/// <summary>The answer of another region, or what is said in its place while it does not answer.</summary>
internal sealed class RelayedResult(RegionRelay relay, Region home, Func<Task<IResult>> otherwise) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (!await relay.TryAnswerAsync(httpContext, home))
        {
            httpContext.Response.Headers[RegionRelay.RegionHeader] = $"{home.Name}; away";
            await (await otherwise()).ExecuteAsync(httpContext);
        }
    }
}
