using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.Infra;

/// <summary>
/// What azd would deploy for the settings of an environment: the resources that the compiler predicts from main.bicepparam,
/// with all expressions evaluated but those that only Azure can answer, such as the ids of identities.
/// </summary>
internal sealed class Deployment(JsonArray resources)
{
    private const string Subscription = "00000000-0000-0000-0000-000000000001";

    private static readonly ConcurrentDictionary<string, Lazy<Task<Deployment>>> Known = new();

    /// <summary>Settings that every environment needs.</summary>
    public static IReadOnlyDictionary<string, string> Least { get; } = new Dictionary<string, string>
    {
        ["AZURE_ENV_NAME"] = "test",
        ["AZURE_LOCATION"] = "westeurope",
        ["AGENTFN_ALERT_EMAIL"] = "ops@example.com",
        ["AGENTFN_MONTHLY_BUDGET"] = "100",
        ["AGENTFN_DAILY_MODEL_SPEND_USD"] = "10",
        ["AGENTFN_MODELS"] = """[{"name": "small", "model": "gpt-5-mini", "version": "2025-08-07", "sku": "GlobalStandard", "capacity": 50}]""",
        ["AGENTFN_MODEL_KEY_SETTINGS"] = """["OTHER_API_KEY"]""",
    };

    /// <summary>Every stage on every hosting that it may have.</summary>
    public static TheoryData<int, string> All { get; } = new()
    {
        { 100, "flexConsumption" },
        { 1000, "flexConsumption" },
        { 1000, "containerApps" },
        { 10000, "flexConsumption" },
        { 10000, "containerApps" },
    };

    public IReadOnlyList<JsonNode> Resources { get; } = [.. resources.Select(r => r!)];

    /// <summary>The deployment of a stage; at 10,000 in three regions.</summary>
    public static Task<Deployment> OfAsync(int stage, string hosting) =>
        Known.GetOrAdd($"{stage} {hosting}", _ => new(() => PredictAsync(With(
            ("AGENTFN_STAGE", $"{stage}"),
            ("AGENTFN_HOSTING", hosting),
            ("AGENTFN_MORE_LOCATIONS", stage == 10000 ? """["northeurope", "swedencentral"]""" : "[]"))))).Value;

    public static Dictionary<string, string> With(params (string Name, string Value)[] settings)
    {
        Dictionary<string, string> all = new(Least);
        foreach ((string name, string value) in settings)
        {
            all[name] = value;
        }

        return all;
    }

    public static async Task<Deployment> PredictAsync(IReadOnlyDictionary<string, string> environment)
    {
        (Command command, string? snapshot) = await SnapshotAsync(environment);
        Assert.True(command.ExitCode == 0 && snapshot is not null, command.Errors + command.Output);
        return new(JsonNode.Parse(snapshot)!["predictedResources"]!.AsArray());
    }

    /// <summary>Runs the compiler on the parameters' file with these settings; the snapshot is null when it refused.</summary>
    public static async Task<(Command Command, string? Snapshot)> SnapshotAsync(IReadOnlyDictionary<string, string> environment)
    {
        using TemporaryFolder folder = new();
        string parameters = await File.ReadAllTextAsync(Path.Combine(Bicep.Folder, "main.bicepparam"));
        string path = Path.GetRelativePath(folder.Path, Path.Combine(Bicep.Folder, "main.bicep")).Replace('\\', '/');
        await File.WriteAllTextAsync(folder.File("main.bicepparam"), parameters.Replace("using 'main.bicep'", $"using '{path}'", StringComparison.Ordinal));
        Command command = await Bicep.RunAsync(
            ["snapshot", folder.File("main.bicepparam"), "--subscription-id", Subscription, "--mode", "overwrite"], environment, TestContext.Current.CancellationToken);
        string snapshot = folder.File("main.snapshot.json");
        return (command, File.Exists(snapshot) ? await File.ReadAllTextAsync(snapshot) : null);
    }

    public IEnumerable<JsonNode> OfType(string type) => Resources.Where(r => (string)r["type"]! == type);

    /// <summary>The same with one resource's property set, or removed where the value is null.</summary>
    public Deployment Edit(string type, string path, JsonNode? value)
    {
        JsonArray copy = [.. Resources.Select(r => r.DeepClone())];
        JsonNode at = copy.First(r => (string)r!["type"]! == type)!;
        string[] steps = path.Split('.');
        foreach (string step in steps[..^1])
        {
            at = at[step]!;
        }

        if (value is null)
        {
            at.AsObject().Remove(steps[^1]);
        }
        else
        {
            at[steps[^1]] = value;
        }

        return new(copy);
    }
}
