using AgentFunctions.Access;
using AgentFunctions.LocalHost.Node;
using AgentFunctions.Tests.Infra;
using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.OpenApi;

/// <summary>What Redocly, which others wrote, says of the description; the rules stand in redocly.yaml.</summary>
public sealed class LintTests
{
    private static readonly Dictionary<string, string> Quiet = new() { ["REDOCLY_TELEMETRY"] = "off", ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true" };

    [Fact]
    public async Task The_description_of_every_mode_has_neither_errors_nor_warnings()
    {
        using TemporaryFolder folder = new();
        foreach (AccessMode access in Enum.GetValues<AccessMode>())
        {
            await WriteAsync(folder.File($"{access}.json"), await Described.TextAsync(access));
            await WriteAsync(folder.File($"{access}-regions.json"), await Described.TextAsync(access, Described.TwoRegions));
        }

        Command lint = await LintAsync([.. Directory.GetFiles(folder.Path).Order()]);

        // By the strict rules a warning is an error.
        Assert.True(lint.ExitCode == 0, lint.Output + lint.Errors);
    }

    [Theory]
    [InlineData("\"operationId\": \"GetTask\"", "\"operationId\": \"ListTasks\"")]
    [InlineData("\"$ref\": \"#/components/schemas/Problem\"", "\"$ref\": \"#/components/schemas/Trouble\"")]
    [InlineData("\"type\": \"integer\"", "\"type\": \"whole\"")]
    [InlineData("\"in\": \"path\"", "\"in\": \"query\"")]
    [InlineData("\"summary\": \"Submits one task\"", "\"summary\": \"\"")]
    public async Task A_fault_in_a_description_is_found(string right, string wrong)
    {
        using TemporaryFolder folder = new();
        string text = await Described.TextAsync(AccessMode.Keys);
        Assert.Contains(right, text, StringComparison.Ordinal);
        await WriteAsync(folder.File("openapi.json"), text.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Equal(1, (await LintAsync(folder.File("openapi.json"))).ExitCode);
    }

    private static Task WriteAsync(string file, string text) => File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

    private static async Task<Command> LintAsync(params string[] files)
    {
        NodePackages packages = NodePackages.Locate();
        await packages.InstallAsync(_ => { }, TimeProvider.System, TestContext.Current.CancellationToken);
        return await Command.RunAsync(
            NodeCommand.Find("node"),
            [packages.Script("@redocly/cli", "bin/cli.js"), "lint", "--config", Repository.PathOf("AgentFunctions.Tests", "OpenApi", "redocly.yaml"), "--format", "json", .. files],
            Repository.Root,
            Quiet,
            TestContext.Current.CancellationToken);
    }
}
