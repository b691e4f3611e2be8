using System.Text.Json;
using AgentFunctions.LocalHost.Node;
using AgentFunctions.Tests.Infra;
using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.OpenApi.Contract;

/// <summary>Has exchanges held against a description by judge.mjs.</summary>
internal static class ContractJudge
{
    /// <returns>One verdict an exchange, in order.</returns>
    public static async Task<Verdict[]> JudgeAsync(string description, IReadOnlyCollection<Exchange> exchanges, CancellationToken cancellationToken)
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.File("description.json"), description, cancellationToken);
        await File.WriteAllBytesAsync(folder.File("exchanges.json"), JsonSerializer.SerializeToUtf8Bytes(exchanges, JsonSerializerOptions.Web), cancellationToken);
        await NodePackages.Locate().InstallAsync(_ => { }, TimeProvider.System, cancellationToken);
        Command judge = await Command.RunAsync(
            NodeCommand.Find("node"),
            [Repository.PathOf("AgentFunctions.Tests", "OpenApi", "Contract", "judge.mjs"), folder.File("description.json"), folder.File("exchanges.json")],
            Repository.Root,
            environment: null,
            cancellationToken);
        Assert.True(judge.ExitCode == 0, judge.Errors);
        return JsonSerializer.Deserialize<Verdict[]>(judge.Output, JsonSerializerOptions.Web)!;
    }
}
