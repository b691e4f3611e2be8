using System.Text.Json.Nodes;

namespace AgentFunctions.Tests.Infra;

public sealed class ScaleTests
{
    private const string ContainerApp = "Microsoft.App/containerApps";

    private static readonly JsonNode Stages = JsonNode.Parse(File.ReadAllText(Path.Combine(Bicep.Folder, "stages.json")))!;

    [Fact]
    public async Task Minimum_maximum_depth_and_idle_time_are_those_of_KEDA()
    {
        Deployment deployment = await Deployment.PredictAsync(Deployment.With(
            ("AGENTFN_STAGE", "1000"),
            ("AGENTFN_HOSTING", "containerApps"),
            ("AGENTFN_MIN_INSTANCES", "3"),
            ("AGENTFN_MAX_INSTANCES", "7"),
            ("AGENTFN_QUEUE_DEPTH_PER_INSTANCE", "11"),
            ("AGENTFN_IDLE_MINUTES", "9")));

        JsonNode scale = ScaleOf(deployment);
        Assert.Equal(3, (int)scale["minReplicas"]!);
        Assert.Equal(7, (int)scale["maxReplicas"]!);
        Assert.Equal(9 * 60, (int)scale["cooldownPeriod"]!);
        Assert.All(QueueRules(scale), r => Assert.Equal("11", (string)r["metadata"]!["messageCount"]!));
    }

    [Fact]
    public async Task Every_queue_scales_under_the_identity_of_the_app_in_its_own_namespace()
    {
        Deployment deployment = await Deployment.OfAsync(10000, "containerApps");

        foreach ((JsonNode app, JsonNode bus) in deployment.OfType(ContainerApp).Zip(deployment.OfType("Microsoft.ServiceBus/namespaces")))
        {
            List<JsonNode> rules = QueueRules(app["properties"]!["template"]!["scale"]!);
            Assert.Equal(FunctionClasses.Queues.Select(q => q.Trigger.QueueName!).Order(), rules.Select(r => (string)r["metadata"]!["queueName"]!).Order());
            Assert.All(rules, r => Assert.Equal((string)bus["name"]!, (string)r["metadata"]!["namespace"]!));
            Assert.All(rules, r => Assert.Equal(app["identity"]!["userAssignedIdentities"]!.AsObject().Single().Key, (string)r["identity"]!));
        }
    }

    // The timer of maintenance runs only where there is an instance.
    [Theory]
    [InlineData("0", true)]
    [InlineData("1", false)]
    public async Task From_zero_an_instance_comes_up_for_maintenance(string minimum, bool comes)
    {
        Deployment deployment = await Deployment.PredictAsync(Deployment.With(
            ("AGENTFN_STAGE", "1000"), ("AGENTFN_HOSTING", "containerApps"), ("AGENTFN_MIN_INSTANCES", minimum)));

        Assert.Equal(comes, ScaleOf(deployment)["rules"]!.AsArray().Any(r => (string?)r!["custom"]?["type"] == "cron"));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(10000)]
    public async Task A_container_app_begins_with_the_values_of_its_stage(int stage)
    {
        JsonNode known = Stages[$"{stage}"]!["containerApps"]!;
        JsonNode scale = ScaleOf(await Deployment.OfAsync(stage, "containerApps"));

        Assert.Equal((int)known["minInstances"]!, (int)scale["minReplicas"]!);
        Assert.Equal((int)known["maxInstances"]!, (int)scale["maxReplicas"]!);
        Assert.Equal((int)known["idleMinutes"]! * 60, (int)scale["cooldownPeriod"]!);
        Assert.All(QueueRules(scale), r => Assert.Equal($"{known["queueDepthPerInstance"]}", (string)r["metadata"]!["messageCount"]!));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(10000)]
    public async Task Flex_Consumption_begins_with_the_values_of_its_stage(int stage)
    {
        JsonNode known = Stages[$"{stage}"]!["flexConsumption"]!;
        foreach (JsonNode app in (await Deployment.OfAsync(stage, "flexConsumption")).OfType("Microsoft.Web/sites"))
        {
            JsonNode config = app["properties"]!["functionAppConfig"]!;
            JsonNode scale = config["scaleAndConcurrency"]!;
            Assert.Equal((int)known["maxInstances"]!, (int)scale["maximumInstanceCount"]!);
            Assert.Equal((int)known["instanceMemoryMB"]!, (int)scale["instanceMemoryMB"]!);
            Assert.All(scale["alwaysReady"]!.AsArray(), r => Assert.Equal((int)known["minInstances"]!, (int)r!["instanceCount"]!));
            Assert.Equal((int)known["minInstances"]! == 0, scale["alwaysReady"]!.AsArray().Count == 0);

            // net10.0 of Directory.Build.props.
            Assert.Equal("dotnet-isolated 10.0", $"{config["runtime"]!["name"]} {config["runtime"]!["version"]}");
        }
    }

    [Fact]
    public async Task Instances_that_are_always_ready_belong_to_functions_that_exist()
    {
        Deployment deployment = await Deployment.OfAsync(10000, "flexConsumption");
        string[] groups = [.. deployment.OfType("Microsoft.Web/sites").SelectMany(a => a["properties"]!["functionAppConfig"]!["scaleAndConcurrency"]!["alwaysReady"]!.AsArray()).Select(r => (string)r!["name"]!)];

        Assert.Contains("http", groups);
        Assert.All(groups.Where(g => g != "http"), g => Assert.Contains(g.Replace("function:", "", StringComparison.Ordinal), FunctionClasses.Names));
    }

    // Names follow from environment and region alone: a team that grows keeps its tasks.
    [Fact]
    public async Task A_later_stage_keeps_the_storage_of_the_last()
    {
        Deployment small = await Deployment.OfAsync(1000, "flexConsumption");
        Deployment large = await Deployment.OfAsync(10000, "flexConsumption");

        Assert.Equal((string)small.OfType("Microsoft.Storage/storageAccounts").Single()["name"]!, (string)large.OfType("Microsoft.Storage/storageAccounts").First()["name"]!);
        Assert.Equal("Standard_RAGZRS", (string)large.OfType("Microsoft.Storage/storageAccounts").First()["sku"]!["name"]!);

        // A namespace cannot change its tier.
        Assert.NotEqual((string)small.OfType("Microsoft.ServiceBus/namespaces").Single()["name"]!, (string)large.OfType("Microsoft.ServiceBus/namespaces").First()["name"]!);
    }

    private static JsonNode ScaleOf(Deployment deployment) => deployment.OfType(ContainerApp).First()["properties"]!["template"]!["scale"]!;

    private static List<JsonNode> QueueRules(JsonNode scale) =>
        [.. scale["rules"]!.AsArray().Select(r => r!["custom"]).Where(c => (string?)c?["type"] == "azure-servicebus").Select(c => c!)];
}
