using AgentFunctions.Webhooks.Secrets;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Webhooks;

/// <summary>A tenant's webhook secrets.</summary>
/// <param name="Secret">The current one itself; only in the answer to the call that made it.</param>
/// <param name="Created">When the current one was made.</param>
/// <param name="Previous">Older ones that callbacks are still signed with, latest first.</param>
internal sealed record WebhookSecretView(string? Secret, DateTimeOffset Created, IReadOnlyList<PreviousSecretView> Previous)
{
    public static IResult Made(SecretRing ring, DateTimeOffset now) => Results.Json(View(ring, ring.Current.Text, now), ApiJson.Sent.WebhookSecretView, statusCode: StatusCodes.Status201Created);

    public static IResult Of(SecretRing ring, DateTimeOffset now) => Results.Json(View(ring, secret: null, now), ApiJson.Sent.WebhookSecretView);

    private static WebhookSecretView View(SecretRing ring, string? secret, DateTimeOffset now) =>
        new(secret, ring.Current.CreatedAt, [.. ring.SigningAt(now).Skip(1).Select(old => new PreviousSecretView(old.CreatedAt, old.Until!.Value))]);
}

/// <summary>An older secret.</summary>
/// <param name="Until">When it is signed with for the last time.</param>
internal sealed record PreviousSecretView(DateTimeOffset Created, DateTimeOffset Until);
