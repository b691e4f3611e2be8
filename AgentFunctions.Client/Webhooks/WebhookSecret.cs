namespace AgentFunctions.Client;

/// <summary>The secret that the caller's callbacks are signed with.</summary>
/// <param name="Secret">The secret itself, <c>whsec_</c> and base64; only in the answer to the call that made it.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Previous">Older ones that callbacks are still signed with, latest first.</param>
public sealed record WebhookSecret(string? Secret, DateTimeOffset Created, IReadOnlyList<PreviousWebhookSecret> Previous);

/// <summary>An older secret.</summary>
/// <param name="Until">When it is signed with for the last time.</param>
public sealed record PreviousWebhookSecret(DateTimeOffset Created, DateTimeOffset Until);

internal sealed record WebhookSecretRequest(string? Secret, string? Overlap);
