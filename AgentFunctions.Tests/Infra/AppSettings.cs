using System.Text.Json.Nodes;

namespace AgentFunctions.Tests.Infra;

/// <summary>The settings of the function app of each region, on either hosting.</summary>
internal static class AppSettings
{
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Of(Deployment deployment) =>
    [
        .. deployment.OfType("Microsoft.Web/sites/config").Select(c => (IReadOnlyDictionary<string, string>)c["properties"]!.AsObject().ToDictionary(s => s.Key, s => (string)s.Value!)),
        .. deployment.OfType("Microsoft.App/containerApps").Select(a => (IReadOnlyDictionary<string, string>)EnvironmentOf(a).ToDictionary(
            e => (string)e["name"]!, e => (string?)e["value"] ?? $"secret {(string)e["secretRef"]!}")),
    ];

    private static IEnumerable<JsonNode> EnvironmentOf(JsonNode app) => app["properties"]!["template"]!["containers"]![0]!["env"]!.AsArray().Select(e => e!);
}
