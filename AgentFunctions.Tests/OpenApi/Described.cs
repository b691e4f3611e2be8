using System.Text.Json.Nodes;
using AgentFunctions.Access;
using AgentFunctions.Http.OpenApi.Document;
using Microsoft.OpenApi;

namespace AgentFunctions.Tests.OpenApi;

/// <summary>The API's description.</summary>
internal static class Described
{
    public static readonly string[] TwoRegions = ["north", "south"];

    /// <summary>The description as text.</summary>
    public static Task<string> TextAsync(AccessMode access, params string[] regions) =>
        ApiDocument.Of(access, regions).SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, TestContext.Current.CancellationToken);

    /// <summary>The description to look into, or to change.</summary>
    public static async Task<JsonObject> ReadAsync(AccessMode access, params string[] regions) => JsonNode.Parse(await TextAsync(access, regions))!.AsObject();

    /// <summary>All operations: path, method, and what is said of them.</summary>
    public static IEnumerable<(string Path, string Method, JsonObject Operation)> Operations(JsonObject description) =>
        from path in description["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        select (path.Key, method.Key, method.Value!.AsObject());
}
