using Microsoft.OpenApi;

namespace AgentFunctions.Http.OpenApi;

/// <summary>Headers that answers carry.</summary>
internal static class ResponseHeaders
{
    public const string ETag = "ETag";
    public const string Location = "Location";
    public const string RetryAfter = "Retry-After";
    public const string PreferenceApplied = "Preference-Applied";
    public const string IdempotencyReplayed = "Idempotency-Replayed";
    public const string RateLimit = "RateLimit";
    public const string RateLimitPolicy = "RateLimit-Policy";
    public const string Region = "Agent-Functions-Region";
    public const string Authenticate = "WWW-Authenticate";

    /// <summary>Ends the name of a header that an answer need not have.</summary>
    public const string Optional = "?";

    public const string RetryAfterWhileOpen = RetryAfter + Optional;
    public const string PreferenceAppliedIfAsked = PreferenceApplied + Optional;
    public const string IdempotencyReplayedIfSo = IdempotencyReplayed + Optional;
    public const string RateLimitIfLimited = RateLimit + Optional;
    public const string RateLimitPolicyIfLimited = RateLimitPolicy + Optional;
    public const string RegionIfKnown = Region + Optional;

    private const string RegionText = "Name of the region that answered; `NAME; away` when another one answers for it.";

    private static readonly OpenApiSchema Seconds = new() { Type = JsonSchemaType.Integer, Minimum = "1" };
    private static readonly OpenApiSchema Text = new() { Type = JsonSchemaType.String };

    private static readonly Dictionary<string, (string Text, OpenApiSchema Schema, bool IsAlways)> Known = new()
    {
        [ETag] = ("Of what the answer shows; give it as `If-None-Match`.", Text, true),
        [Location] = ("Where the task is.", new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri-reference" }, true),
        [RetryAfter] = ("When to ask again, in seconds.", Seconds, true),
        [RetryAfterWhileOpen] = ("While the task is open: when to look again, in seconds; about when its turn comes.", Seconds, false),
        [PreferenceAppliedIfAsked] = ("The wait that was asked for, as far as it was granted.", Text, false),
        [IdempotencyReplayedIfSo] = ("When the idempotency key stood for this task already.", new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["true"] }, false),
        [RateLimitIfLimited] = ("What the key has left: `\"key\";r=REQUESTS;t=SECONDS` (draft-ietf-httpapi-ratelimit-headers). Only when the key has a limit.", Text, false),
        [RateLimitPolicyIfLimited] = ("The key's limit: `\"key\";q=REQUESTS;w=60`. Only when it has one.", Text, false),
        [Region] = (RegionText, Text, true),
        [RegionIfKnown] = (RegionText, Text, false),
        [Authenticate] = ("How callers say who they are.", Text, true),
    };

    /// <summary>Name of the header without what <see cref="Optional"/> adds.</summary>
    public static string NameOf(string header) => header.TrimEnd('?');

    /// <summary>Name of the component that describes the header.</summary>
    public static string ComponentOf(string header) => header.EndsWith('?') ? $"{NameOf(header)}-optional" : header;

    /// <summary>The header's description.</summary>
    public static OpenApiHeader Of(string header) => Known[header] switch
    {
        var (text, schema, isAlways) => new OpenApiHeader { Description = text, Schema = schema, Required = isAlways },
    };
}
