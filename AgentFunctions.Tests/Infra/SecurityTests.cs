using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AgentFunctions.Tests.Infra;

public sealed class SecurityTests
{
    private const string Storage = "Microsoft.Storage/storageAccounts";
    private const string Site = "Microsoft.Web/sites";

    private static readonly SecurityRule[] Rules =
    [
        new("no shared key", Storage, "properties.allowSharedKeyAccess", JsonValue.Create(false)),
        new("no public blobs", Storage, "properties.allowBlobPublicAccess", JsonValue.Create(false)),
        new("TLS 1.2 for storage", Storage, "properties.minimumTlsVersion", JsonValue.Create("TLS1_2")),
        new("HTTPS alone for storage", Storage, "properties.supportsHttpsTrafficOnly", JsonValue.Create(true)),
        new("no replication to other tenants", Storage, "properties.allowCrossTenantReplication", JsonValue.Create(false)),
        new("private containers", $"{Storage}/blobServices/containers", "properties.publicAccess", JsonValue.Create("None")),
        new("no local authentication on Service Bus", "Microsoft.ServiceBus/namespaces", "properties.disableLocalAuth", JsonValue.Create(true)),
        new("TLS 1.2 for Service Bus", "Microsoft.ServiceBus/namespaces", "properties.minimumTlsVersion", JsonValue.Create("1.2")),
        new("no local authentication on Application Insights", "Microsoft.Insights/components", "properties.DisableLocalAuth", JsonValue.Create(true)),
        new("no local authentication on the workspace", "Microsoft.OperationalInsights/workspaces", "properties.features.disableLocalAuth", JsonValue.Create(true)),
        new("no local authentication on models", "Microsoft.CognitiveServices/accounts", "properties.disableLocalAuth", JsonValue.Create(true)),
        new("role assignments on the vault", "Microsoft.KeyVault/vaults", "properties.enableRbacAuthorization", JsonValue.Create(true)),
        new("no purging of keys", "Microsoft.KeyVault/vaults", "properties.enablePurgeProtection", JsonValue.Create(true)),
        new("no admin of the registry", "Microsoft.ContainerRegistry/registries", "properties.adminUserEnabled", JsonValue.Create(false)),
        new("no anonymous pull", "Microsoft.ContainerRegistry/registries", "properties.anonymousPullEnabled", JsonValue.Create(false)),
        new("HTTPS alone for the app", Site, "properties.httpsOnly", JsonValue.Create(true)),
        new("TLS 1.2 for the app", Site, "properties.siteConfig.minTlsVersion", JsonValue.Create("1.2")),
        new("TLS 1.2 for deployment", Site, "properties.siteConfig.scmMinTlsVersion", JsonValue.Create("1.2")),
        new("no FTP", Site, "properties.siteConfig.ftpsState", JsonValue.Create("Disabled")),
        new("no publishing password", $"{Site}/basicPublishingCredentialsPolicies", "properties.allow", JsonValue.Create(false)),
        new("package by identity", Site, "properties.functionAppConfig.deployment.storage.authentication.type", JsonValue.Create("UserAssignedIdentity")),
        new("no plain HTTP for the container app", "Microsoft.App/containerApps", "properties.configuration.ingress.allowInsecure", JsonValue.Create(false)),
        new("HTTPS behind Front Door", "Microsoft.Cdn/profiles/afdEndpoints/routes", "properties.forwardingProtocol", JsonValue.Create("HttpsOnly")),
    ];

    public static TheoryData<string> RuleNames { get; } = [.. Rules.Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Deployment.All), MemberType = typeof(Deployment))]
    public async Task Every_rule_holds(int stage, string hosting)
    {
        Deployment deployment = await Deployment.OfAsync(stage, hosting);

        Assert.Empty(Rules.SelectMany(r => r.Broken(deployment)));
    }

    // Removing the property, or turning it round, must be seen; so every rule has a resource in some deployment, and looks at the right place.
    [Theory]
    [MemberData(nameof(RuleNames))]
    public async Task A_rule_sees_when_it_is_broken(string name)
    {
        SecurityRule rule = Rules.Single(r => r.Name == name);
        Deployment deployment = await FindAsync(rule);

        Assert.NotEmpty(rule.Broken(deployment.Edit(rule.Type, rule.Path, value: null)));
        Assert.NotEmpty(rule.Broken(deployment.Edit(rule.Type, rule.Path, JsonValue.Create("something else"))));
    }

    [Theory]
    [MemberData(nameof(Deployment.All), MemberType = typeof(Deployment))]
    public async Task No_setting_holds_a_secret(int stage, string hosting)
    {
        foreach ((string name, string value) in AppSettings.Of(await Deployment.OfAsync(stage, hosting)).SelectMany(s => s))
        {
            Assert.False(LooksSecret(value), $"{name} is {value}");
        }
    }

    [Theory]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=bm90IGEga2V5;EndpointSuffix=core.windows.net")]
    [InlineData("Endpoint=sb://a.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=bm90IGEga2V5")]
    [InlineData("[listKeys(resourceId('Microsoft.Storage/storageAccounts', 'a'), '2025-06-01').keys[0].value]")]
    [InlineData("[reference('a').outputs.primaryKey.value]")]
    public void A_secret_looks_like_one(string value) => Assert.True(LooksSecret(value));

    [Fact]
    public async Task The_template_takes_and_gives_no_secret()
    {
        Command build = await Bicep.RunAsync(["build", "main.bicep", "--stdout"], environment: null, TestContext.Current.CancellationToken);

        JsonNode template = JsonNode.Parse(build.Output)!;
        Assert.DoesNotContain("listKeys", build.Output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("listAccountSas", build.Output, StringComparison.OrdinalIgnoreCase);
        Assert.All(template["parameters"]!.AsObject(), p => Assert.DoesNotMatch("(?i)password|secret$|token|apiKey$|connectionString", p.Key));
        Assert.All(template["outputs"]!.AsObject(), o => Assert.DoesNotMatch("(?i)password|secret|token|_KEY$|connection", o.Key));
    }

    private static bool LooksSecret(string value) => Regex.IsMatch(value, @"(?i)(account|sharedaccess)key=|sig=|password|list[a-z]*keys|\.primary(connectionstring|key)\b");

    private static async Task<Deployment> FindAsync(SecurityRule rule)
    {
        foreach ((int stage, string hosting) in Deployment.All.Select(d => (d.Data.Item1, d.Data.Item2)))
        {
            Deployment deployment = await Deployment.OfAsync(stage, hosting);
            if (deployment.OfType(rule.Type).Any())
            {
                return deployment;
            }
        }

        throw new InvalidOperationException($"No deployment has a {rule.Type}, so that '{rule.Name}' says nothing.");
    }
}
