using System.Globalization;
using AgentFunctions.Intake;
using AgentFunctions.Intake.Idempotency;
using Microsoft.OpenApi;

namespace AgentFunctions.Http.OpenApi;

/// <summary>Headers that requests may carry.</summary>
internal static class RequestHeaders
{
    public const string IdempotencyKey = "Idempotency-Key";
    public const string Prefer = "Prefer";
    public const string IfNoneMatch = "If-None-Match";
    public const string LastEventId = "Last-Event-ID";

    /// <summary>All, by name.</summary>
    public static IReadOnlyDictionary<string, OpenApiParameter> All { get; } = new OpenApiParameter[]
    {
        Header(
            IdempotencyKey,
            "Makes sending the request again safe: for 24 hours the same key and body stand for the same task or batch, and the same key with another body is refused. Keys are the tenant's own.",
            new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = Intake.Idempotency.IdempotencyKey.MaxLength, Pattern = "^[!-~]+$" },
            "order-4711"),
        Header(
            Prefer,
            string.Create(CultureInfo.InvariantCulture, $"`wait=N`: answer in this call if the task ends within N seconds; more than {TaskWait.Longest.TotalSeconds:0} counts as that (RFC 7240)."),
            new OpenApiSchema { Type = JsonSchemaType.String },
            "wait=20"),
        Header(
            IfNoneMatch,
            "An `ETag` that an earlier answer carried: the answer is 304 while nothing has changed.",
            new OpenApiSchema { Type = JsonSchemaType.String },
            "\"succeeded-1\""),
        Header(
            LastEventId,
            "The id of the last event that came: the stream goes on after it. Browsers' `EventSource` sends it by itself.",
            new OpenApiSchema { Type = JsonSchemaType.String },
            "1-0"),
    }.ToDictionary(header => header.Name!);

    private static OpenApiParameter Header(string name, string text, OpenApiSchema schema, string example) =>
        new() { Name = name, In = ParameterLocation.Header, Description = text, Schema = schema, Example = example };
}
