using System.Security.Cryptography;
using AgentFunctions.Tasks;

namespace AgentFunctions.Intake.Idempotency;

/// <summary>The task that an idempotency key stands for.</summary>
/// <param name="Scope">The tenant's key.</param>
/// <param name="Item">Place in the batch, 0 for the first or only task.</param>
/// <param name="BodyHash">SHA-256 of the task's body, in hex.</param>
/// <param name="Expires">The key may be used for another task from then on.</param>
public sealed record KeyBinding(string Scope, int Item, string BodyHash, TaskId Task, DateTimeOffset Expires)
{
    public static string HashOf(ReadOnlyMemory<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body.Span));
}
