using AgentFunctions.Access;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Access;

/// <summary>Stands before every call of the API: finds out who calls, what they may do, and whether they call too often.</summary>
public sealed class ApiGate(ICallers callers, RequestQuotas quotas)
{
    /// <summary>Answers a call, or says why not.</summary>
    /// <param name="role">The role that the call needs.</param>
    internal async Task<IResult> RunAsync(HttpRequest request, Roles role, Func<Caller, Task<IResult>> answer)
    {
        CancellationToken cancellationToken = request.HttpContext.RequestAborted;
        CallerOutcome outcome = await callers.FindAsync(request, cancellationToken);
        if (outcome is not CallerOutcome.Known { Caller: var caller })
        {
            request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
            return Problems.Unauthenticated(((CallerOutcome.Refused)outcome).Reason);
        }

        if (caller.Key is { } key && await quotas.TakeAsync(key, cancellationToken) is { } quota)
        {
            QuotaHeaders.Write(request.HttpContext.Response, quota);
            if (!quota.IsTaken)
            {
                return Problems.TooManyRequests(quota);
            }
        }

        return caller.Roles.HasFlag(role) ? await answer(caller) : Problems.MissingRole(role, caller);
    }
}
