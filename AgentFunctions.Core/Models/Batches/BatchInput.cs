using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Models.Batches;

/// <summary>Refuses what no batch API takes, before anything is sent.</summary>
internal static partial class BatchInput
{
    private const int LongestHint = 256;

    /// <exception cref="ArgumentException">Names the request and what is allowed.</exception>
    /// <exception cref="BatchTooLargeException">More requests than a batch holds.</exception>
    public static void Check(string idempotencyHint, IReadOnlyList<BatchRequest> requests, BatchLimits limits)
    {
        CheckHint(idempotencyHint);
        if (requests.Count == 0)
        {
            throw new ArgumentException("A batch needs at least one request.", nameof(requests));
        }

        if (requests.Count > limits.Requests)
        {
            throw new BatchTooLargeException(limits.Requests, limits);
        }

        HashSet<string> ids = new(StringComparer.Ordinal);
        foreach (BatchRequest request in requests)
        {
            if (Problem(request, ids) is { } problem)
            {
                throw new ArgumentException($"Request '{request.CustomId}': {problem}", nameof(requests));
            }
        }
    }

    public static void CheckHint(string idempotencyHint)
    {
        if (idempotencyHint.Length is 0 or > LongestHint)
        {
            throw new ArgumentException($"The idempotency hint has {idempotencyHint.Length} characters; allowed are 1 to {LongestHint}.", nameof(idempotencyHint));
        }
    }

    private static string? Problem(BatchRequest request, HashSet<string> ids) => request switch
    {
        _ when !CustomId().IsMatch(request.CustomId) => "its id must be 1 to 64 letters, digits, hyphens and underscores.",
        _ when !ids.Add(request.CustomId) => "its id is used twice.",
        { Options.Tools.Count: > 0 } => "it has tools, which nobody would run; allowed are none.",
        { Options.MaxOutputTokens: not > 0 } => "it needs MaxOutputTokens, 1 or more.",
        _ when request.Messages.All(m => m.Role == ChatRole.System) => "it has no user message.",
        _ when request.Messages.Any(m => m.Role != ChatRole.System && m.Role != ChatRole.User && m.Role != ChatRole.Assistant) => "it has a message that is not of system, user or assistant.",
        _ when request.Messages.Any(m => m.Contents.Any(c => c is not TextContent)) => "it has a message that is not of text.",
        _ => null,
    };

    // Anthropic's form, which OpenAI takes too: https://platform.claude.com/docs/en/api/csharp/messages/batches/create
    [GeneratedRegex(@"^[a-zA-Z0-9_-]{1,64}\z")]
    private static partial Regex CustomId();
}
