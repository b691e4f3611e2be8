using System.Text.Json.Nodes;

namespace AgentFunctions.Tests.Infra;

/// <summary>A rule that every resource of a type must keep.</summary>
/// <param name="Name">What must hold.</param>
/// <param name="Type">Type of the resources that it is about.</param>
/// <param name="Path">Property, with dots.</param>
/// <param name="Required">The only value that keeps the rule.</param>
internal sealed record SecurityRule(string Name, string Type, string Path, JsonValue Required)
{
    /// <summary>Names of the resources that break the rule.</summary>
    public IReadOnlyList<string> Broken(Deployment deployment) =>
        [.. deployment.OfType(Type).Where(r => !JsonNode.DeepEquals(At(r), Required)).Select(r => $"{(string)r["name"]!}: {Path} is {At(r)?.ToJsonString() ?? "missing"}")];

    private JsonNode? At(JsonNode resource) => Path.Split('.').Aggregate<string, JsonNode?>(resource, (at, step) => at?[step]);
}
