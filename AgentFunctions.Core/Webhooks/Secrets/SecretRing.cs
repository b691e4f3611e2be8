using System.Text.Json.Serialization;

namespace AgentFunctions.Webhooks.Secrets;

/// <summary>A tenant's secrets as they are stored.</summary>
/// <param name="Current">The latest one.</param>
/// <param name="Previous">Those before it that receivers may still know, latest first.</param>
/// <remarks>They have to be read to sign, so they cannot be hashed, unlike API keys; the storage account encrypts them at rest.</remarks>
public sealed record SecretRing(StoredSecret Current, IReadOnlyList<StoredSecret> Previous)
{
    // Each one is a signature more in a header.
    private const int MostPrevious = 3;

    /// <summary>Those that callbacks are signed with, latest first.</summary>
    public IEnumerable<StoredSecret> SigningAt(DateTimeOffset now) => [Current, .. Previous.Where(secret => secret.Until > now)];

    /// <summary>A new secret takes the place of the current one, which is good for some time still.</summary>
    public SecretRing Rotate(StoredSecret next, TimeSpan overlap) => new(
        next,
        [.. SigningAt(next.CreatedAt)
            .Select(old => old with { Until = old.Until < next.CreatedAt + overlap ? old.Until : next.CreatedAt + overlap })
            .Where(old => old.Until > next.CreatedAt && old.Text != next.Text)
            .Take(MostPrevious)]);
}

/// <summary>One secret.</summary>
/// <param name="Text">See <see cref="WebhookSecret"/>.</param>
/// <param name="Until">When it ends; null while it is the current one.</param>
public sealed record StoredSecret(string Text, DateTimeOffset CreatedAt, DateTimeOffset? Until = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SecretRing))]
internal sealed partial class SecretJson : JsonSerializerContext;
