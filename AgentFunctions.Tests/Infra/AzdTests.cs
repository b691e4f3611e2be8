using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace AgentFunctions.Tests.Infra;

public sealed class AzdTests
{
    private static readonly YamlMappingNode Project = Yaml.Read("azure.yaml");

    // azd finds the resource that a service is deployed to by this tag, and refuses when two carry it.
    [Theory]
    [InlineData("flexConsumption", "Microsoft.Web/sites", "function", "${AGENTFN_FLEX:-true}")]
    [InlineData("containerApps", "Microsoft.App/containerApps", "containerapp", "${AGENTFN_CONTAINERS:-false}")]
    public async Task One_app_is_the_one_that_a_service_is_deployed_to(string hosting, string type, string host, string condition)
    {
        JsonNode tagged = (await Deployment.OfAsync(10000, hosting)).Resources.Single(r => r["tags"]?["azd-service-name"] is not null);

        Assert.Equal(type, (string)tagged["type"]!);
        YamlMappingNode service = Project.Map("services").Map((string)tagged["tags"]!["azd-service-name"]!);
        Assert.Equal(host, service.Text("host"));
        Assert.Equal(condition, service.Text("condition"));
    }

    [Fact]
    public async Task Every_resource_that_has_tags_carries_the_environment()
    {
        JsonNode[] tagged = [.. (await Deployment.OfAsync(10000, "containerApps")).Resources.Where(r => r["tags"] is not null)];

        Assert.Contains(tagged, t => (string)t["type"]! == "Microsoft.Resources/resourceGroups");
        Assert.All(tagged, t => Assert.Equal("test", (string)t["tags"]!["azd-env-name"]!));
    }

    [Fact]
    public void What_the_project_names_is_there()
    {
        Assert.True(File.Exists(Repository.PathOf(Project.Map("infra").Text("path")!, $"{Project.Map("infra").Text("module")}.bicepparam")));
        foreach ((string name, YamlNode service) in Project.Map("services").Entries())
        {
            Assert.True(Directory.Exists(Repository.PathOf(service.Text("project")!)), name);
        }

        Assert.True(File.Exists(Repository.PathOf("AgentFunctions", Project.Map("services").Map("container").Map("docker").Text("path")!)));
        Assert.All(Project.Map("hooks").Entries(), h => Assert.True(File.Exists(Repository.PathOf(h.Value.Text("run")!)), h.Key));
    }

    // azd tells the image of the service NAME in SERVICE_NAME_IMAGE_NAME.
    [Fact]
    public void The_image_that_azd_built_reaches_the_template()
    {
        string setting = Regex.Match(File.ReadAllText(Path.Combine(Bicep.Folder, "main.bicepparam")), @"containerImage = readEnvironmentVariable\('(\w+)'").Groups[1].Value;

        Assert.Contains(Project.Map("services").Entries(), s => $"SERVICE_{s.Key.ToUpperInvariant()}_IMAGE_NAME" == setting);
        Assert.Contains(setting, File.ReadAllText(Path.Combine(Bicep.Folder, "hooks", "postdeploy.sh")), StringComparison.Ordinal);
    }

    // The same runtime in the image, on Flex Consumption and in the project.
    [Fact]
    public void The_image_runs_what_the_project_is_built_for()
    {
        string dockerfile = File.ReadAllText(Repository.PathOf("AgentFunctions", "Dockerfile"));
        string version = Regex.Match(File.ReadAllText(Repository.PathOf("Directory.Build.props")), "<TargetFramework>net(.+)</TargetFramework>").Groups[1].Value;

        Assert.Contains($"mcr.microsoft.com/dotnet/sdk:{version}", dockerfile, StringComparison.Ordinal);
        Assert.Contains($"mcr.microsoft.com/azure-functions/dotnet-isolated:4-dotnet-isolated{version}", dockerfile, StringComparison.Ordinal);
        Assert.Contains($"name: 'dotnet-isolated', version: '{version}'", File.ReadAllText(Path.Combine(Bicep.Folder, "modules", "flex.bicep")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_outputs_that_hooks_read_are_given()
    {
        string template = File.ReadAllText(Path.Combine(Bicep.Folder, "main.bicep"));
        string[] outputs = ["AGENTFN_APPS", "AGENTFN_REGIONS", "AZURE_RESOURCE_GROUP", "AZURE_CONTAINER_REGISTRY_ENDPOINT", "AGENTFN_ENDPOINT", "AGENTFN_OPENAI_ENDPOINT", "AGENTFN_KEY_VAULT"];

        Assert.All(outputs, o => Assert.Matches($@"(?m)^output {o} ", template));
    }
}
