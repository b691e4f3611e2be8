using System.Text.RegularExpressions;
using AgentFunctions.Queues;
using AgentFunctions.Startup;
using AgentFunctions.Storage;
using AgentFunctions.Telemetry;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Tests.Infra;

public sealed class AppSettingsTests
{
    // Who reads what the app's own options do not; the text says why it must be set.
    private static readonly Dictionary<string, string> OtherReaders = new()
    {
        ["AzureWebJobsStorage__(blob|queue|table)ServiceUri"] = "StorageClients (tables, blobs), the Functions host (blobs), Durable Functions (queues, tables)",
        ["AzureWebJobsStorage__(credential|clientId)"] = "the Functions host: a user-assigned identity must be named (functions-reference, identity-based connections)",
        ["ServiceBusConnection__fullyQualifiedNamespace"] = "Program.cs, the triggers, the scale controller",
        ["ServiceBusConnection__(credential|clientId)"] = "the triggers and the scale controller, as for storage",
        ["AZURE_CLIENT_ID"] = "DefaultAzureCredential of Azure.Identity",
        ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "TelemetrySettings, the Functions host",
        ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = "TelemetryExtensions, the Functions host",
        ["OTHER_API_KEY"] = "ChatClients, for the model whose apiKeySetting it is",
        ["FUNCTIONS_WORKER_RUNTIME"] = "the Functions host in a container; refused on Flex Consumption, where functionAppConfig has it",
        ["AzureFunctionsWebHost__hostid"] = "the Functions host in a container (ScriptHostIdProvider)",
        ["AzureFunctionsJobHost__Logging__Console__IsEnabled"] = "the Functions host in a container: logs go to the console there",
    };

    private const string Own = "AgentFunctions__";

    [Theory]
    [MemberData(nameof(Deployment.All), MemberType = typeof(Deployment))]
    public async Task Every_setting_has_a_reader(int stage, string hosting)
    {
        foreach (string name in AppSettings.Of(await Deployment.OfAsync(stage, hosting)).SelectMany(s => s.Keys))
        {
            Assert.True(HasReader(name), $"Nobody reads {name}.");
        }
    }

    [Fact]
    public void A_setting_without_a_reader_is_seen()
    {
        Assert.True(HasReader("AgentFunctions__Cache__SweepEvery"));
        Assert.False(HasReader("AgentFunctions__Cache__SweepEvry"));
        Assert.False(HasReader("AgentFunctions__Cash__SweepEvery"));
        Assert.False(HasReader("FUNCTIONS_EXTENSION_VERSION"));
    }

    [Theory]
    [MemberData(nameof(Deployment.All), MemberType = typeof(Deployment))]
    public async Task The_app_finds_all_that_it_has_no_default_for(int stage, string hosting)
    {
        IReadOnlyList<IReadOnlyDictionary<string, string>> apps = AppSettings.Of(await Deployment.OfAsync(stage, hosting));

        Assert.Equal(stage == 10000 ? 3 : 1, apps.Count);
        foreach (IConfiguration settings in apps.Select(Configuration))
        {
            // The app's own rules, which it does not start without.
            Assert.Empty(new SettingsRule(settings).Faults());
            Assert.Empty(new StorageRule(settings).Faults());
            Assert.Empty(IdentitySection.Faults(settings.GetSection(TaskQueueSettings.Connection)));
            Assert.EndsWith(".servicebus.windows.net", settings[$"{TaskQueueSettings.Connection}:fullyQualifiedNamespace"], StringComparison.Ordinal);
            Assert.Null(settings[TaskQueueSettings.Connection]);
            Assert.NotNull(TelemetrySettings.Read(settings).AzureMonitor);
            Assert.NotNull(settings["OTHER_API_KEY"]);
            Assert.NotNull(settings["AZURE_CLIENT_ID"]);
        }
    }

    [Theory]
    [MemberData(nameof(Deployment.All), MemberType = typeof(Deployment))]
    public async Task Each_app_is_told_of_its_own_identity_storage_and_queues(int stage, string hosting)
    {
        Deployment deployment = await Deployment.OfAsync(stage, hosting);
        string[] identities = [.. deployment.OfType("Microsoft.ManagedIdentity/userAssignedIdentities").Select(r => (string)r["name"]!)];
        string[] accounts = [.. deployment.OfType("Microsoft.Storage/storageAccounts").Select(r => (string)r["name"]!)];
        string[] buses = [.. deployment.OfType("Microsoft.ServiceBus/namespaces").Select(r => (string)r["name"]!)];
        string[] clients = ["AZURE_CLIENT_ID", "AzureWebJobsStorage__clientId", "ServiceBusConnection__clientId", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING"];

        foreach ((int i, IReadOnlyDictionary<string, string> app) in AppSettings.Of(deployment).Index())
        {
            Assert.All(clients, c => Assert.Contains($"/{identities[i]}'", app[c], StringComparison.Ordinal));
            Assert.All(["blob", "queue", "table"], s => Assert.Contains($"'{accounts[i]}'", app[$"AzureWebJobsStorage__{s}ServiceUri"], StringComparison.Ordinal));
            Assert.Equal($"{buses[i]}.servicebus.windows.net", app["ServiceBusConnection__fullyQualifiedNamespace"]);
        }
    }

    // What only Azure can answer stands in the snapshot as an expression.
    private static IConfiguration Configuration(IReadOnlyDictionary<string, string> app) => new ConfigurationBuilder()
        .AddInMemoryCollection(app.Select(s => KeyValuePair.Create(s.Key.Replace("__", ":", StringComparison.Ordinal), (string?)Answered(s.Key, s.Value))))
        .Build();

    private static string Answered(string name, string value) =>
        name.EndsWith("clientId", StringComparison.Ordinal) ? "00000000-0000-0000-0000-000000000000" :
        name == "APPLICATIONINSIGHTS_CONNECTION_STRING" ? "InstrumentationKey=00000000-0000-0000-0000-000000000000"
        : Regex.Match(value, @"^\[format\('([^']+)', '([^']+)', environment\(\)\.suffixes\.storage\)\]$") is { Success: true } address
            ? address.Groups[1].Value.Replace("{0}", address.Groups[2].Value, StringComparison.Ordinal).Replace("{1}", "core.windows.net", StringComparison.Ordinal)
            : value;

    private static bool HasReader(string name) =>
        OtherReaders.Keys.Any(pattern => Regex.IsMatch(name, $"^({pattern})$"))
        || (name.StartsWith(Own, StringComparison.Ordinal) && KnownSettings.All.Any(s => s.IsFor(name[Own.Length..].Replace("__", ":", StringComparison.Ordinal))));
}
