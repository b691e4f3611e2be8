using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentFunctions.Access;
using AgentFunctions.Caching;
using AgentFunctions.Intake;
using AgentFunctions.LocalHost.CommandLine;
using AgentFunctions.Queues;
using AgentFunctions.Regions;
using AgentFunctions.Routing.Decisions;
using AgentFunctions.Startup;
using AgentFunctions.Tasks;
using AgentFunctions.Webhooks;
using AgentFunctions.Workers;

namespace AgentFunctions.Tests.Startup;

public sealed partial class SettingsPageTests
{
    // Read one by one instead of through an options class.
    private static readonly string[] Single = ["AgentsDirectory", "ModelsFile", "DefaultModel", "BudgetsFile", "Telemetry:RecordContent"];

    // Not of the app's own section: read by StorageRule, StorageClients, ServiceBusRule, TelemetrySettings, the Azure libraries and the Functions host.
    private static readonly string[] Platform =
    [
        "AzureWebJobsStorage", "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__tableServiceUri", "AzureWebJobsStorage__blobServiceUri",
        "AzureWebJobsStorage__queueServiceUri", "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId",
        "ServiceBusConnection", "ServiceBusConnection__fullyQualifiedNamespace", "ServiceBusConnection__credential", "ServiceBusConnection__clientId",
        "AZURE_CLIENT_ID", "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "FUNCTIONS_WORKER_RUNTIME",
    ];

    // Set by the platform or standing for many; a sample has no use for them.
    private static readonly string[] OnPageOnly = ["WEBSITE_AUTH_ENABLED", "AzureWebJobs.FUNCTION.Disabled", "AzureFunctionsJobHost__PATH"];

    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "settings.md"));
    private static readonly string Sample = File.ReadAllText(Repository.PathOf("local.settings.sample.json"));

    [Fact]
    public void Every_property_of_an_options_class_is_a_known_setting_and_no_other_is() =>
        Assert.Equal(Bound().Keys.Concat(Single).Order(StringComparer.Ordinal), KnownSettings.All.Select(s => s.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void The_page_names_every_setting_and_no_other() => Assert.Equal(
        KnownSettings.All.Select(s => s.Name).Concat(Platform).Concat(LocalHostKeys()).Concat(OnPageOnly).Order(StringComparer.Ordinal),
        Rows().Select(r => r.Groups["name"].Value).Order(StringComparer.Ordinal));

    [Fact]
    public void The_page_says_what_is_allowed_and_what_the_default_is()
    {
        Dictionary<string, string?> bound = Bound();
        foreach (Setting setting in KnownSettings.All)
        {
            Match row = Rows().Single(r => r.Groups["name"].Value == setting.Name);
            Assert.Equal(setting.Allowed, row.Groups["third"].Value.Trim());
            if (bound.GetValueOrDefault(setting.Key) is { } usual)
            {
                Assert.Equal($"`{usual}`", row.Groups["second"].Value.Trim());
                Assert.True(setting.Accepts(usual), $"{setting.Name} does not accept its own default '{usual}'.");
            }
        }
    }

    [Fact]
    public void The_sample_names_every_setting_and_no_other() => Assert.Equal(
        KnownSettings.All.Select(s => s.Name).Concat(Platform).Order(StringComparer.Ordinal), SampleValues(Uncommented()).Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void What_the_sample_shows_is_allowed_and_is_the_default_where_there_is_one()
    {
        Dictionary<string, string> shown = SampleValues(Uncommented());
        Dictionary<string, string?> bound = Bound();
        Assert.All(KnownSettings.All, s => Assert.True(s.Accepts(shown[s.Name]), s.Name));
        Assert.All(KnownSettings.All.Where(s => bound.GetValueOrDefault(s.Key) is not null), s => Assert.Equal(bound[s.Key], shown[s.Name]));
    }

    [Fact]
    public void The_sample_as_it_is_can_be_read() =>
        Assert.Equal(["AgentFunctions__DefaultModel", "AzureWebJobsStorage", "FUNCTIONS_WORKER_RUNTIME", "ServiceBusConnection"], SampleValues(Sample).Keys.Order(StringComparer.Ordinal));

    /// <summary>The keys that are bound to options classes, with their defaults as text; null where there is none.</summary>
    private static Dictionary<string, string?> Bound() => new(
        [
            .. Properties("Workers", new WorkerOptions()), .. Properties("Cache", new CacheOptions()), .. Properties("Intake", new IntakeOptions()),
            .. Properties("Routing", new RouterOptions()), .. Properties("Lanes", new LaneOptions()),
            .. Properties("Access", new AccessOptions()), .. Properties("Webhooks", new WebhookOptions()), .. Properties("Regions", new RegionOptions()),
        ],
        StringComparer.Ordinal);

    private static IEnumerable<KeyValuePair<string, string?>> Properties(string path, object options) =>
        options.GetType().GetProperties().SelectMany(property => property.GetValue(options) switch
        {
            null => [KeyValuePair.Create($"{path}:{property.Name}", (string?)null)],
            string text => [KeyValuePair.Create($"{path}:{property.Name}", (string?)text)],
            RetryPolicy retry => Properties($"{path}:{property.Name}", retry),
            IEnumerable<RegionEntry> => Properties($"{path}:{property.Name}:{Setting.AnyNumber}", new RegionEntry()),
            Dictionary<Lane, int> weights => weights.Select(w => KeyValuePair.Create($"{path}:{property.Name}:{w.Key}", (string?)w.Value.ToString(CultureInfo.InvariantCulture))),
            bool flag => [KeyValuePair.Create($"{path}:{property.Name}", (string?)(flag ? "true" : "false"))],
            IFormattable value => [KeyValuePair.Create($"{path}:{property.Name}", (string?)value.ToString(null, CultureInfo.InvariantCulture))],
            var other => throw new InvalidOperationException($"{path}:{property.Name} is a {other.GetType()}; this test does not know how that is bound."),
        });

    private static IEnumerable<string> LocalHostKeys()
    {
        LocalHostSettings settings = new();
        return typeof(LocalHostSettings).GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
            .Where(f => f.FieldType.IsGenericType && f.FieldType.GetGenericTypeDefinition() == typeof(Setting<>))
            .Select(f => $"LocalHost__{f.FieldType.GetProperty("Key")!.GetValue(f.GetValue(settings))}");
    }

    private static MatchCollection Rows() => Row().Matches(Page);

    private static string Uncommented() => CommentedValue().Replace(Sample, "\"");

    private static Dictionary<string, string> SampleValues(string json)
    {
        using JsonDocument file = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        return file.RootElement.GetProperty("Values").EnumerateObject().ToDictionary(v => Number().Replace(v.Name, $"__{Setting.AnyNumber}__"), v => v.Value.GetString()!);
    }

    [GeneratedRegex(@"^\| `(?<name>[A-Za-z_.]+)` \|(?<second>[^|]*)\|(?<third>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("// \"(?=[A-Za-z_0-9]+\": )")]
    private static partial Regex CommentedValue();

    [GeneratedRegex(@"__\d+__")]
    private static partial Regex Number();
}
