using System.Text.Json.Nodes;
using AgentFunctions.LocalHost.Node;

namespace AgentFunctions.Tests.Infra;

public sealed class EmulatorTests
{
    private static readonly string Folder = Repository.PathOf("infra", "emulator");

    [Fact]
    public async Task Its_configuration_is_made_from_the_queues_of_today()
    {
        Command made = await Command.RunAsync(NodeCommand.Find("node"), ["generate.mjs", "--print"], Folder, environment: null, TestContext.Current.CancellationToken);

        Assert.Equal(0, made.ExitCode);
        Assert.True(
            made.Output == await File.ReadAllTextAsync(Path.Combine(Folder, "Config.json"), TestContext.Current.CancellationToken),
            "infra/emulator/Config.json is not what infra/queues.json makes: run node infra/emulator/generate.mjs.");
    }

    // https://github.com/Azure/azure-service-bus-emulator-installer, ServiceBus-Emulator/Schema/Config-schema.json
    [Fact]
    public void It_stays_within_the_bounds_of_the_emulator()
    {
        JsonNode config = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "Config.json")))!["UserConfig"]!;
        JsonNode bus = config["Namespaces"]!.AsArray().Single()!;

        Assert.Equal("sbemulatorns", (string)bus["Name"]!);
        Assert.Equal(FunctionClasses.Queues.Select(q => q.Trigger.QueueName!).Order(), bus["Queues"]!.AsArray().Select(q => (string)q!["Name"]!).Order());
        foreach (JsonNode queue in bus["Queues"]!.AsArray().Select(q => q!["Properties"]!))
        {
            Assert.InRange(Span(queue["DefaultMessageTimeToLive"]!), TimeSpan.FromMinutes(5), TimeSpan.FromHours(1));
            Assert.InRange(Span(queue["DuplicateDetectionHistoryTimeWindow"]!), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5));
            Assert.InRange(Span(queue["LockDuration"]!), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5));
            Assert.InRange((int)queue["MaxDeliveryCount"]!, 1, 10);
            Assert.True((bool)queue["RequiresDuplicateDetection"]!);
        }
    }

    private static TimeSpan Span(JsonNode duration) => System.Xml.XmlConvert.ToTimeSpan((string)duration!);
}
