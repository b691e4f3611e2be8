using Microsoft.OpenApi;

namespace AgentFunctions.Http.OpenApi.Document;

/// <summary>Kinds of bodies, and how their shapes are told.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json";
    public const string Problem = "application/problem+json";
    public const string Lines = "application/x-ndjson";
    public const string Events = "text/event-stream";

    /// <summary>1 to so many items.</summary>
    public static OpenApiSchema Several(IOpenApiSchema item, int? most = null) => new() { Type = JsonSchemaType.Array, Items = item, MinItems = 1, MaxItems = most };

    /// <summary>A body that is no JSON: a text, with the shape of what it is made of.</summary>
    public static OpenApiSchema Streamed(string type, IOpenApiSchema content) => new() { Type = JsonSchemaType.String, ContentMediaType = type, ContentSchema = content };
}
