using System.Globalization;
using AgentFunctions.Client;

namespace AgentFunctions.Cli.Output;

/// <summary>Refusals in words.</summary>
internal static class Faults
{
    public static string TextOf(ApiException refusal)
    {
        string text = TextOf(refusal.Problem);
        return refusal switch
        {
            { Status: 401 } => text + " Give a key with --key or AGENTFN_KEY.",
            { RetryAfter: { } wait } => text + string.Create(CultureInfo.InvariantCulture, $" The server says: again in {Math.Ceiling(wait.TotalSeconds):0} s."),
            _ => text,
        };
    }

    // The detail of an invalid request repeats its fields in one sentence; a line each reads better.
    public static string TextOf(Problem problem) => problem.Errors is { Count: > 0 } errors
        ? $"{problem.Title} ({problem.Status}): {string.Join("; ", errors.Select(e => $"{e.Field} {e.Message}".Trim()))}."
        : $"{problem.Title ?? "The server refused"} ({problem.Status}): {problem.Detail}";
}
