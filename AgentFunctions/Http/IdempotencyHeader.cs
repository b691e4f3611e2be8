using AgentFunctions.Intake;
using AgentFunctions.Intake.Idempotency;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>A client's <c>Idempotency-Key</c> (draft-ietf-httpapi-idempotency-key-header).</summary>
internal static class IdempotencyHeader
{
    private const string Header = "Idempotency-Key";

    public static Refusal Malformed { get; } = new Refusal.Invalid([new FieldError(Header, IdempotencyKey.Allowed)]);

    /// <summary>False when there is a header that is no key.</summary>
    /// <param name="key">Null when there is no header.</param>
    public static bool TryRead(HttpRequest request, out IdempotencyKey? key)
    {
        key = null;
        return request.Headers[Header] switch
        {
            [] => true,
            [var value] => IdempotencyKey.TryParse(value, out key),
            _ => false,
        };
    }

    public static void MarkReplayed(HttpResponse response) => response.Headers["Idempotency-Replayed"] = "true";
}
