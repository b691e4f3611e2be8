using System.Text.Json.Nodes;
using System.Xml;
using AgentFunctions.LocalHost.ServiceBus;
using AgentFunctions.Queues;
using AgentFunctions.Workers;

namespace AgentFunctions.Tests.Infra;

public sealed class QueueTests
{
    private const string Namespace = "Microsoft.ServiceBus/namespaces";

    [Theory]
    [MemberData(nameof(Deployment.All), MemberType = typeof(Deployment))]
    public async Task Every_region_has_the_queues_that_functions_listen_to_and_no_other(int stage, string hosting)
    {
        Deployment deployment = await Deployment.OfAsync(stage, hosting);
        string[] wanted = [.. FunctionClasses.Queues.Select(q => q.Trigger.QueueName!).Order()];

        Assert.NotEmpty(wanted);
        foreach (string name in deployment.OfType(Namespace).Select(n => (string)n["name"]!))
        {
            Assert.Equal(wanted, deployment.OfType($"{Namespace}/queues").Select(q => ((string)q["name"]!).Split('/')).Where(q => q[0] == name).Select(q => q[1]).Order());
        }
    }

    [Theory]
    [MemberData(nameof(Deployment.All), MemberType = typeof(Deployment))]
    public async Task Queues_treat_messages_as_the_code_expects(int stage, string hosting)
    {
        QueueOptions tested = new();
        foreach (JsonNode queue in (await Deployment.OfAsync(stage, hosting)).OfType($"{Namespace}/queues").Select(q => q["properties"]!))
        {
            // What the local host's queues do is what all tests ran with.
            Assert.Equal(tested.LockDuration, XmlConvert.ToTimeSpan((string)queue["lockDuration"]!));
            Assert.Equal(new WorkerOptions().Lease, XmlConvert.ToTimeSpan((string)queue["lockDuration"]!));
            Assert.Equal(tested.MaxDeliveryCount, (int)queue["maxDeliveryCount"]!);
            Assert.Equal(tested.DuplicateDetectionWindow, XmlConvert.ToTimeSpan((string)queue["duplicateDetectionHistoryTimeWindow"]!));
            Assert.True((bool)queue["requiresDuplicateDetection"]!);
            Assert.True((bool)queue["deadLetteringOnMessageExpiration"]!);
            Assert.False((bool)queue["requiresSession"]!);
        }
    }

    [Fact]
    public void A_lock_can_be_renewed_for_longer_than_it_lasts()
    {
        JsonNode host = JsonNode.Parse(File.ReadAllText(Repository.PathOf("host.json")))!["extensions"]!["serviceBus"]!;

        Assert.True(TimeSpan.Parse((string)host["maxAutoLockRenewalDuration"]!, System.Globalization.CultureInfo.InvariantCulture) > new QueueOptions().LockDuration);
    }

    [Fact]
    public void Every_queue_trigger_reads_the_connection_that_is_set() =>
        Assert.All(FunctionClasses.Queues, q => Assert.Equal(TaskQueueSettings.Connection, q.Trigger.Connection));

    [Theory]
    [InlineData(100, "flexConsumption", "Standard")]
    [InlineData(1000, "containerApps", "Standard")]
    [InlineData(10000, "flexConsumption", "Premium")]
    public async Task The_tier_follows_the_stage(int stage, string hosting, string tier) =>
        Assert.All((await Deployment.OfAsync(stage, hosting)).OfType(Namespace), n => Assert.Equal(tier, (string)n["sku"]!["name"]!));

    [Fact]
    public async Task Every_Premium_namespace_has_a_copy_in_the_next_region()
    {
        Deployment deployment = await Deployment.OfAsync(10000, "flexConsumption");

        List<(string Here, string Copy)> pairs = [];
        foreach (JsonNode bus in deployment.OfType(Namespace))
        {
            JsonArray locations = bus["properties"]!["geoDataReplication"]!["locations"]!.AsArray();
            Assert.Equal(["Primary", "Secondary"], locations.Select(l => (string)l!["roleType"]!));
            Assert.Equal((string)bus["location"]!, (string)locations[0]!["locationName"]!);
            pairs.Add(((string)bus["location"]!, (string)locations[1]!["locationName"]!));
        }

        Assert.Equal([("westeurope", "northeurope"), ("northeurope", "swedencentral"), ("swedencentral", "westeurope")], pairs);
    }
}
