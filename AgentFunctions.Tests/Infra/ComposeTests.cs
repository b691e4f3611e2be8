using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace AgentFunctions.Tests.Infra;

public sealed class ComposeTests
{
    private static readonly YamlMappingNode Stack = Yaml.Read("compose.yaml");

    private static IEnumerable<(string Name, YamlNode Service)> Services => Stack.Map("services").Entries();

    [Fact]
    public void Every_image_has_a_version() =>
        Assert.All(Services, s => Assert.Matches(@"^mcr\.microsoft\.com/[a-z/-]+:[0-9][A-Za-z0-9.-]*$", s.Service.Text("image")));

    [Fact]
    public void Every_port_is_on_loopback_alone()
    {
        string[] ports = [.. Services.SelectMany(s => s.Service.Texts("ports"))];

        Assert.Equal(["10000", "10001", "10002", "5672", "5300"], ports.Select(p => p.Split(':')[1]));
        Assert.All(ports, p => Assert.StartsWith("127.0.0.1:", p, StringComparison.Ordinal));
    }

    [Fact]
    public void Azurite_is_the_one_of_the_tests()
    {
        string version = (string)JsonNode.Parse(File.ReadAllText(Repository.PathOf("package.json")))!["dependencies"]!["azurite"]!;

        Assert.EndsWith($"/azurite:{version}", Stack.Map("services").Map("storage").Text("image"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_emulator_reads_the_generated_queues()
    {
        string mount = Stack.Map("services").Map("servicebus").Texts("volumes").Single();

        Assert.Equal("/ServiceBus_Emulator/ConfigFiles/Config.json", mount.Split(':')[1]);
        Assert.True(File.Exists(Repository.PathOf(mount.Split(':')[0])));
    }

    // Whoever starts it accepts the licences and chooses the password.
    [Fact]
    public void No_password_and_no_acceptance_stands_in_the_file()
    {
        string[] asked = [.. Services.SelectMany(s => s.Service is YamlMappingNode map && map.Children.ContainsKey("environment") ? s.Service.Map("environment").Entries() : [])
            .Where(e => e.Key is "MSSQL_SA_PASSWORD" or "ACCEPT_EULA")
            .Select(e => ((YamlScalarNode)e.Value).Value!)];

        Assert.Equal(4, asked.Length);
        Assert.All(asked, a => Assert.Matches(@"^\$\{[A-Z_]+:\?.+\}$", a));
        Assert.Contains(".env", File.ReadAllLines(Repository.PathOf(".gitignore")));
    }

    [Fact]
    public void What_a_service_needs_is_there()
    {
        string[] names = [.. Services.Select(s => s.Name)];

        Assert.All(Services.SelectMany(s => s.Service.Texts("depends_on")), d => Assert.Contains(d, names));
        Assert.Contains(Stack.Map("services").Map("servicebus").Map("environment").Text("SQL_SERVER")!, names);
        Assert.DoesNotContain(Services.SelectMany(s => s.Service.Texts("volumes")).Select(v => v.Split(':')[0]).Where(v => !v.StartsWith('.')), v => !Stack.Map("volumes").Entries().Any(e => e.Key == v));
        Assert.DoesNotMatch(new Regex(":latest"), File.ReadAllText(Repository.PathOf("compose.yaml")));
    }
}
