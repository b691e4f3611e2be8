using Microsoft.OpenApi;

namespace AgentFunctions.Http.OpenApi.Document;

/// <summary>Examples of requests and answers.</summary>
internal static class Examples
{
    public static IDictionary<string, IOpenApiExample>? OfRequest(string operation, string mediaType) => null;

    public static IDictionary<string, IOpenApiExample>? OfAnswer(string operation, string status) => null;

    public static IDictionary<string, IOpenApiExample>? OfRefusal(string operation, IReadOnlyList<ProblemKind> kinds) => null;
}
