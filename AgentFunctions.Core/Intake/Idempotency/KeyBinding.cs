using System.Security.Cryptography;
using System.Text.Json;
using AgentFunctions.Caching;
using AgentFunctions.Tasks;

namespace AgentFunctions.Intake.Idempotency;

/// <summary>The task that an idempotency key stands for.</summary>
/// <param name="Scope">The tenant's key.</param>
/// <param name="Item">Place in the batch, 0 for the first or only task.</param>
/// <param name="BodyHash">SHA-256 of the canonical form of the task's body, in hex.</param>
/// <param name="Expires">The key may be used for another task from then on.</param>
public sealed record KeyBinding(string Scope, int Item, string BodyHash, TaskId Task, DateTimeOffset Expires)
{
    /// <summary>The same for bodies that are the same JSON, however it is spelled.</summary>
    public static string HashOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = RequestBody.Parse(body);
            return CanonicalJson.Hash(CanonicalJson.Of(document.RootElement));
        }
        catch (JsonException)
        {
            // No task, so there is nothing that it could be the same as, but for itself.
            return Convert.ToHexStringLower(SHA256.HashData(body.Span));
        }
    }
}
