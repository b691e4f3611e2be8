using System.Text.Json;
using AgentFunctions.Intake;

namespace AgentFunctions.Webhooks.Secrets;

/// <summary>How to rotate a tenant's webhook secret.</summary>
/// <param name="Secret">Null: a new one.</param>
/// <param name="Overlap">How long it is signed with the secrets before as well.</param>
public sealed record SecretRequest(WebhookSecret? Secret, TimeSpan Overlap)
{
    private static readonly TimeSpan UsualOverlap = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(30);
    private static readonly string[] Fields = ["secret", "overlap"];

    /// <summary>Reads a client's JSON; no body at all means a new secret and an overlap of a day.</summary>
    /// <returns>The request, or all that is wrong with it.</returns>
    public static (SecretRequest? Request, Refusal? Refusal) Read(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return (new SecretRequest(null, UsualOverlap), null);
        }

        try
        {
            using JsonDocument document = RequestBody.Parse(body);
            RequestFields fields = new(document.RootElement, "a webhook secret", Fields);
            SecretRequest request = new(SecretOf(fields), OverlapOf(fields));
            return fields.Errors.Count == 0 ? (request, null) : (null, new Refusal.Invalid(fields.Errors));
        }
        catch (JsonException e)
        {
            return (null, RequestBody.Malformed(e));
        }
    }

    private static WebhookSecret? SecretOf(RequestFields fields)
    {
        if (fields.Text("secret") is { } text && !WebhookSecret.TryParse(text, out WebhookSecret? secret))
        {
            fields.Add("secret", $"allowed is {WebhookSecret.Allowed}");
            return null;
        }

        return fields.Errors.Count == 0 && WebhookSecret.TryParse(fields.Text("secret"), out secret) ? secret : null;
    }

    private static TimeSpan OverlapOf(RequestFields fields)
    {
        TimeSpan overlap = fields.Duration("overlap") ?? UsualOverlap;
        if (overlap > LongestOverlap)
        {
            fields.Add("overlap", $"allowed are at most {LongestOverlap.TotalDays:0}d");
        }

        return overlap;
    }
}
