using System.Text.RegularExpressions;
using AgentFunctions.LocalHost.Node;
using AgentFunctions.Tests.Servers;
using YamlDotNet.RepresentationModel;

namespace AgentFunctions.Tests.Infra;

public sealed class WorkflowTests
{
    private static readonly string[] Files = [.. Directory.GetFiles(Repository.PathOf(".github", "workflows"), "*.yml").Order()];

    public static TheoryData<string> Names { get; } = [.. Files.Select(f => Path.GetFileName(f)!)];

    [Fact]
    public async Task GitHubs_own_parser_finds_no_fault()
    {
        Command lint = await LintAsync(Files);

        Assert.True(lint is { ExitCode: 0, Output: "", Errors: "" }, lint.Output + lint.Errors);
    }

    [Theory]
    [InlineData("runs-on: ubuntu-24.04", "runs-in: ubuntu-24.04")]
    [InlineData("needs: what-if", "needs: whatever")]
    [InlineData("vars.AZURE_CLIENT_ID }}", "vars.AZURE_CLIENT_ID")]
    [InlineData("id-token: write", "id-token: always")]
    [InlineData("vars.AZURE_ENV_NAME", "variables.AZURE_ENV_NAME")]
    public async Task A_fault_in_a_workflow_is_found(string right, string wrong)
    {
        using TemporaryFolder folder = new();
        string text = await File.ReadAllTextAsync(Repository.PathOf(".github", "workflows", "deploy.yml"), TestContext.Current.CancellationToken);
        Assert.Contains(right, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.File("deploy.yml"), text.Replace(right, wrong, StringComparison.Ordinal), TestContext.Current.CancellationToken);

        Assert.Equal(1, (await LintAsync(folder.File("deploy.yml"))).ExitCode);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_action_is_pinned_to_a_commit(string name)
    {
        string[] uses = [.. Steps(name).Select(s => s.Text("uses")).OfType<string>()];

        Assert.NotEmpty(uses);
        Assert.All(uses, u => Assert.Matches("^[A-Za-z0-9-]+/[A-Za-z0-9-]+@[0-9a-f]{40}$", u));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_workflow_may_read_and_only_the_jobs_that_log_in_may_do_more(string name)
    {
        YamlMappingNode workflow = Yaml.Read(".github", "workflows", name);

        Assert.Equal([("contents", "read")], Rights(workflow));
        foreach ((string job, YamlNode body) in workflow.Map("jobs").Entries())
        {
            (string, string?)[] rights = Rights(body);
            bool logsIn = StepsOf(body).Any(s => s.Text("uses")?.StartsWith("azure/login@", StringComparison.Ordinal) == true);
            Assert.True(logsIn ? rights.SequenceEqual([("contents", "read"), ("id-token", "write")]) : rights.Length == 0, $"{name}, {job}");
        }

        Assert.All(Steps(name).Where(s => s.Text("uses")?.StartsWith("actions/checkout@", StringComparison.Ordinal) == true), s => Assert.Equal("false", s.Map("with").Text("persist-credentials")));
    }

    [Fact]
    public void What_the_pipeline_runs_is_there_and_may_be_run()
    {
        string[] scripts = [.. Files.SelectMany(f => Steps(Path.GetFileName(f)!)).Select(s => s.Text("run")).OfType<string>().Where(r => Regex.IsMatch(r, @"^[.\w]+/[\w./-]+$"))];

        Assert.Contains(".ci/run", scripts);
        Assert.Contains("infra/lint.sh", scripts);
        Assert.All(scripts, s => Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Repository.PathOf(s)).HasFlag(UnixFileMode.UserExecute), s));
    }

    [Fact]
    public void Nothing_is_deployed_that_was_not_tested_and_previewed()
    {
        YamlMappingNode jobs = Yaml.Read(".github", "workflows", "deploy.yml").Map("jobs");

        Assert.Equal("./.github/workflows/ci.yml", jobs.Map("check").Text("uses"));
        Assert.Equal("check", jobs.Map("what-if").Text("needs"));
        Assert.Equal("what-if", jobs.Map("deploy").Text("needs"));
        Assert.Contains(StepsOf(jobs.Map("what-if")), s => s.Text("run")?.Contains("--preview", StringComparison.Ordinal) == true);
        Assert.Equal("production", jobs.Map("deploy").Text("environment"));
    }

    // A parameter that the pipeline does not hand on would silently have its default there.
    [Fact]
    public void The_pipeline_hands_on_every_setting_and_the_documentation_names_it()
    {
        string[] settings = [.. Regex.Matches(File.ReadAllText(Path.Combine(Bicep.Folder, "main.bicepparam")), @"readEnvironmentVariable\('([A-Z_]+)'").Select(m => m.Groups[1].Value).Where(s => !s.StartsWith("SERVICE_", StringComparison.Ordinal))];
        string[] handed = [.. Yaml.Read(".github", "workflows", "deploy.yml").Map("env").Entries().Select(e => e.Key)];
        string documentation = File.ReadAllText(Repository.PathOf("docs", "deploy.md"));

        Assert.True(settings.Length > 10);
        Assert.All(settings, s => Assert.Contains(s, handed));
        Assert.All(settings.Concat(["AGENTFN_FLEX", "AGENTFN_CONTAINERS"]), s => Assert.Contains($"`{s}`", documentation, StringComparison.Ordinal));
    }

    private static async Task<Command> LintAsync(params string[] files)
    {
        await NodePackages.Locate().InstallAsync(_ => { }, TimeProvider.System, TestContext.Current.CancellationToken);
        return await Command.RunAsync(NodeCommand.Find("node"), [".ci/lint-workflows.mjs", .. files], Repository.Root, environment: null, TestContext.Current.CancellationToken);
    }

    private static IEnumerable<YamlNode> Steps(string name) => Yaml.Read(".github", "workflows", name).Map("jobs").Entries().SelectMany(j => StepsOf(j.Value));

    private static IEnumerable<YamlNode> StepsOf(YamlNode job) => job is YamlMappingNode map && map.Children.TryGetValue("steps", out YamlNode? steps) ? (YamlSequenceNode)steps : [];

    private static (string, string?)[] Rights(YamlNode node) =>
        node is YamlMappingNode map && map.Children.ContainsKey("permissions") ? [.. map.Map("permissions").Entries().Select(e => (e.Key, ((YamlScalarNode)e.Value).Value))] : [];
}
