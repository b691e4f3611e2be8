using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace AgentFunctions.Http.OpenApi.Bodies;

/// <summary>How to rotate the webhook secret.</summary>
/// <param name="Secret">The new one: <c>whsec_</c> and 24 to 64 random bytes in base 64. Without it one is made.</param>
/// <param name="Overlap">How long callbacks are signed with the older ones as well: a whole number and <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>, at most <c>30d</c>; <c>0s</c> ends the older ones at once.</param>
internal sealed record NewWebhookSecret(
    [property: RegularExpression("^whsec_[A-Za-z0-9+/]{32,86}={0,2}$")] string? Secret,
    [property: RegularExpression(Durations.Pattern), DefaultValue("24h")] string? Overlap);
