using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AgentFunctions.Tests.OpenApi.Contract;

/// <summary>A described operation, as far as it takes to call it.</summary>
/// <param name="Body">A request that should be carried out; null when it takes none.</param>
/// <param name="Role">Empty: it is open.</param>
internal sealed record MappedOperation(string Name, HttpMethod Method, string Path, JsonNode? Body, bool IsBatch, int MostBytes, bool TakesRegion, bool HasQuery, string Role)
{
    /// <summary>An id that no task, batch or key has.</summary>
    public const string NoId = "01m8ajb43qxhjjy6ddbdvx97xf";

    public bool HasPlaceholder => Path.Contains('{', StringComparison.Ordinal);

    public string PathOf(string id) => HasPlaceholder ? $"{Path[1..Path.IndexOf('{', StringComparison.Ordinal)]}{id}{Path[(Path.IndexOf('}', StringComparison.Ordinal) + 1)..]}" : Path[1..];
}

/// <summary>What there is to call, read from a description.</summary>
internal static partial class ApiMap
{
    public static MappedOperation[] Of(JsonObject description) => [.. Described.Operations(description).Select(o => Map(description, o.Path, o.Method, o.Operation))];

    /// <summary>All that operations may answer: name, status and, of a refusal, the kinds of problem.</summary>
    public static IEnumerable<string> Answers(JsonObject description) =>
        from operation in Described.Operations(description)
        from response in operation.Operation["responses"]!.AsObject()
        let told = Resolve(description, response.Value!)
        let kinds = told["content"]?["application/problem+json"] is null ? [] : Kind().Matches((string)told["description"]!).Select(m => m.Groups[1].Value).ToArray()
        from kind in kinds.Length == 0 ? [string.Empty] : kinds
        select $"{operation.Operation["operationId"]} {response.Key} {kind}".TrimEnd();

    public static JsonNode Resolve(JsonObject description, JsonNode node) =>
        (string?)node["$ref"] is { } reference ? reference[2..].Split('/').Aggregate((JsonNode)description, (at, part) => at[part]!) : node;

    private static MappedOperation Map(JsonObject description, string path, string method, JsonObject operation)
    {
        JsonNode? body = operation["requestBody"];
        JsonNode? media = body?["content"]?["application/json"];
        JsonNode? example = media?["examples"]?.AsObject().First().Value!["value"];
        return new MappedOperation(
            (string)operation["operationId"]!,
            HttpMethod.Parse(method.ToUpperInvariant()),
            path,
            example,
            (string?)media?["schema"]?["type"] == "array",
            body is null ? 0 : int.Parse(Bytes().Match((string)body["description"]!).Groups[1].Value.Replace(",", string.Empty, StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture),
            operation["parameters"]?.AsArray().Any(p => ((string?)p!["$ref"])?.EndsWith("/region", StringComparison.Ordinal) == true) == true,
            operation["parameters"]?.AsArray().Any(p => (string?)p!["in"] == "query") == true,
            (string?)operation["security"]?.AsArray().FirstOrDefault()?["apiKey"]?[0] ?? string.Empty);
    }

    [GeneratedRegex("`([a-z-]+)`: ")]
    private static partial Regex Kind();

    [GeneratedRegex("At most ([0-9,]+) bytes")]
    private static partial Regex Bytes();
}
