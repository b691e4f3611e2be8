using AgentFunctions.Access;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Access;

/// <summary>Finds out who calls.</summary>
public interface ICallers
{
    Task<CallerOutcome> FindAsync(HttpRequest request, CancellationToken cancellationToken);
}

/// <summary>Who calls, if that is known.</summary>
public abstract record CallerOutcome
{
    private CallerOutcome()
    {
    }

    public sealed record Known(Caller Caller) : CallerOutcome;

    /// <param name="Reason">For the caller: what is wrong, and what to do.</param>
    public sealed record Refused(string Reason) : CallerOutcome;
}

/// <summary>Everybody is let in: either nobody else can reach this host, or the Functions host has turned the others away.</summary>
public sealed class OpenCallers : ICallers
{
    private static readonly Task<CallerOutcome> Anybody = Task.FromResult<CallerOutcome>(new CallerOutcome.Known(Caller.Anybody));

    public Task<CallerOutcome> FindAsync(HttpRequest request, CancellationToken cancellationToken) => Anybody;
}
