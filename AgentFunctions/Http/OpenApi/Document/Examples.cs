using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace AgentFunctions.Http.OpenApi.Document;

/// <summary>
/// Examples of requests and answers, from the files of folder Examples: one for each operation, with <c>requests</c> by media type and <c>answers</c> by status.
/// The contract test sends those requests, and holds those answers against real ones.
/// </summary>
internal static class Examples
{
    /// <summary>Name of the file with answers that are the same for all operations.</summary>
    public const string Shared = "Shared";

    private static readonly ConcurrentDictionary<string, JsonNode?> Files = [];

    /// <summary>Examples of a request; null when there are none.</summary>
    public static Dictionary<string, IOpenApiExample>? OfRequest(string operation, string mediaType) => Read(operation, "requests", mediaType, _ => true);

    /// <summary>Examples of an answer; null when there are none.</summary>
    public static Dictionary<string, IOpenApiExample>? OfAnswer(string operation, string status) => Read(operation, "answers", status, _ => true);

    /// <summary>Examples of a refusal; null when there are none.</summary>
    public static Dictionary<string, IOpenApiExample>? OfRefusal(string operation, string status, IReadOnlyList<ProblemKind> kinds) =>
        Read(operation, "answers", status, name => kinds.Any(kind => kind.Name == name));

    private static Dictionary<string, IOpenApiExample>? Read(string operation, string part, string key, Func<string, bool> fits)
    {
        Dictionary<string, IOpenApiExample> examples = Files.GetOrAdd(operation, Load)?[part]?[key]?.AsObject()
            .Where(example => fits(example.Key))
            .ToDictionary(example => example.Key, example => (IOpenApiExample)new OpenApiExample { Value = example.Value!.DeepClone() }) ?? [];
        return examples.Count > 0 ? examples : null;
    }

    private static JsonNode? Load(string operation)
    {
        using Stream? file = typeof(Examples).Assembly.GetManifestResourceStream($"Examples.{operation}.json");
        return file is null ? null : JsonNode.Parse(file);
    }
}
