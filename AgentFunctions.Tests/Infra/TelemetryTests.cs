using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AgentFunctions.Tests.Infra;

public sealed partial class TelemetryTests
{
    private static readonly HashSet<string> Instruments =
    [
        .. Directory.GetFiles(Repository.PathOf("AgentFunctions.Core"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(f => InstrumentName().Matches(File.ReadAllText(f)))
            .Select(m => m.Groups[1].Value),
    ];

    [Fact]
    public async Task Alerts_ask_for_metrics_that_the_app_has()
    {
        string[] queries = [.. (await Deployment.OfAsync(100, "flexConsumption")).OfType("Microsoft.Insights/scheduledQueryRules").Select(r => (string)r["properties"]!["criteria"]!["allOf"]![0]!["query"]!)];

        Assert.Equal(4, queries.Length);
        Assert.All(queries, q => Assert.NotEmpty(MetricsOf(q)));
        Assert.All(queries.SelectMany(MetricsOf), m => Assert.Contains(m, Instruments));
    }

    [Fact]
    public void The_workbook_asks_for_metrics_that_the_app_has()
    {
        string[] queries = [.. JsonNode.Parse(File.ReadAllText(Path.Combine(Bicep.Folder, "workbook.json")))!["items"]!.AsArray().Select(i => (string?)i!["content"]!["query"]).OfType<string>()];

        Assert.True(queries.SelectMany(MetricsOf).Distinct().Count() >= 8);
        Assert.All(queries.SelectMany(MetricsOf), m => Assert.Contains(m, Instruments));
    }

    [Theory]
    [MemberData(nameof(Deployment.All), MemberType = typeof(Deployment))]
    public async Task Somebody_is_told_of_every_alert(int stage, string hosting)
    {
        Deployment deployment = await Deployment.OfAsync(stage, hosting);
        string people = (string)deployment.OfType("Microsoft.Insights/actionGroups").Single()["id"]!;

        Assert.Equal("ops@example.com", (string)deployment.OfType("Microsoft.Insights/actionGroups").Single()["properties"]!["emailReceivers"]![0]!["emailAddress"]!);
        Assert.All(deployment.OfType("Microsoft.Insights/scheduledQueryRules"), r => Assert.Equal(people, (string)r["properties"]!["actions"]!["actionGroups"]![0]!));
        Assert.All(deployment.OfType("Microsoft.Insights/metricAlerts"), r => Assert.Equal(people, (string)r["properties"]!["actions"]![0]!["actionGroupId"]!));

        // One a namespace, and one for all regions' health.
        Assert.Equal(
            deployment.OfType("Microsoft.ServiceBus/namespaces").Count() + (stage == 10000 ? 1 : 0),
            deployment.OfType("Microsoft.Insights/metricAlerts").Count());
    }

    [Theory]
    [InlineData("Microsoft.ServiceBus/namespaces")]
    [InlineData("Microsoft.Storage/storageAccounts")]
    [InlineData("Microsoft.Web/sites")]
    [InlineData("Microsoft.App/managedEnvironments")]
    [InlineData("Microsoft.KeyVault/vaults")]
    [InlineData("Microsoft.CognitiveServices/accounts")]
    [InlineData("Microsoft.Cdn/profiles")]
    public async Task Every_resource_that_serves_tasks_has_diagnostics(string type)
    {
        foreach (string hosting in (string[])["flexConsumption", "containerApps"])
        {
            Deployment deployment = await Deployment.OfAsync(10000, hosting);
            string[] watched = [.. deployment.OfType("Microsoft.Insights/diagnosticSettings").Select(d => (string)d["id"]!)];

            Assert.All(deployment.OfType(type), r => Assert.Contains(watched, w => w.Contains((string)r["id"]!, StringComparison.Ordinal)));
        }
    }

    private static IEnumerable<string> MetricsOf(string query) => Metric().Matches(query).Select(m => m.Value);

    [GeneratedRegex(@"agentfn\.[a-z_.]*[a-z]")]
    private static partial Regex Metric();

    [GeneratedRegex(@"Create\w+(?:<\w+>)?\(\s*""(agentfn\.[a-z_.]+)""")]
    private static partial Regex InstrumentName();
}
