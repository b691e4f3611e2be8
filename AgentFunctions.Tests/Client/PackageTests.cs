using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Xml.Linq;
using AgentFunctions.Client;
using AgentFunctions.Tests.Client.Servers;
using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.Client;

/// <summary>The packages that users get, packed from what was built for these tests.</summary>
public sealed class PackageTests(ClientHost host) : IClassFixture<ClientHost>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_library_s_package_has_docs_readme_licence_symbols_and_one_dependency()
    {
        await PackAsync("AgentFunctions.Client");

        using ZipArchive package = Open("AgentFunctions.Client.*.nupkg");
        using ZipArchive symbols = Open("AgentFunctions.Client.*.snupkg");
        XElement[] spec = [.. XDocument.Load(package.Entries.Single(e => e.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open()).Descendants()];
        XDocument docs = XDocument.Load(package.GetEntry("lib/net10.0/AgentFunctions.Client.xml")!.Open());

        Assert.NotNull(package.GetEntry("lib/net10.0/AgentFunctions.Client.dll"));
        Assert.NotNull(symbols.GetEntry("lib/net10.0/AgentFunctions.Client.pdb"));
        Assert.True(package.GetEntry("README.md")!.Length > 500);
        Assert.Equal("README.md", spec.Single(e => e.Name.LocalName == "readme").Value);
        Assert.Equal(["Polly.Core"], spec.Where(e => e.Name.LocalName == "dependency").Select(e => e.Attribute("id")!.Value));
        Assert.Contains(docs.Descendants("member"), m => m.Attribute("name")!.Value.StartsWith("M:AgentFunctions.Client.AgentFunctionsClient.RunAsync", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_tool_s_package_has_the_command_and_all_it_needs()
    {
        await PackAsync("AgentFunctions.Cli");

        using ZipArchive package = Open("AgentFunctions.Cli.*.nupkg");
        XDocument settings = XDocument.Load(package.GetEntry("tools/net10.0/any/DotnetToolSettings.xml")!.Open());

        Assert.Equal(("agentfn", "agentfn.dll"), (settings.Descendants("Command").Single().Attribute("Name")!.Value, settings.Descendants("Command").Single().Attribute("EntryPoint")!.Value));
        Assert.All(["agentfn.dll", "AgentFunctions.Client.dll", "Polly.Core.dll", "Spectre.Console.dll", "System.CommandLine.dll"], file => Assert.NotNull(package.GetEntry($"tools/net10.0/any/{file}")));
        Assert.True(package.GetEntry("README.md")!.Length > 500);
    }

    [Fact]
    public async Task The_tool_installs_from_its_package_and_runs_as_a_command()
    {
        await PackAsync("AgentFunctions.Cli");
        string tools = _folder.File("tools");
        (int installed, string log, string fault) = await RunAsync("dotnet", "tool", "install", "AgentFunctions.Cli", "--tool-path", tools, "--source", _folder.Path);
        Assert.True(installed == 0, log + fault);
        string agentfn = Path.Combine(tools, OperatingSystem.IsWindows() ? "agentfn.exe" : "agentfn");

        (int ran, string task, _) = await RunAsync(agentfn, "run", "classify-ticket", "--input", $$"""{"text":"refund {{Guid.NewGuid()}}"}""", "--json", "--url", host.Address.ToString());
        (int refused, string nothing, string reason) = await RunAsync(agentfn, "run", "nobody", "--input", "{}", "--url", host.Address.ToString());
        (int wrong, _, string usage) = await RunAsync(agentfn, "frobnicate");
        (int suggested, string names, _) = await RunAsync(agentfn, "[suggest:10]", "callbacks ");

        Assert.Equal((0, 2, 1, 0), (ran, refused, wrong, suggested));
        Assert.Equal("succeeded", JsonElement.Parse(task).GetProperty("status").GetString());
        Assert.Empty(nothing);
        Assert.StartsWith("agentfn: No such agent (404)", reason, StringComparison.Ordinal);
        Assert.Contains("See 'agentfn --help'.", usage, StringComparison.Ordinal);
        Assert.Superset(new HashSet<string> { "list", "redrive" }, names.Split('\n', StringSplitOptions.TrimEntries).ToHashSet());
    }

    // The analyzers that this switches on are errors in the build, so the mark is true.
    [Fact]
    public void The_library_is_marked_as_fit_for_trimming_and_native_code()
    {
        AssemblyMetadataAttribute[] marks = [.. typeof(AgentFunctionsClient).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()];

        Assert.All(["IsTrimmable", "IsAotCompatible"], mark => Assert.Equal("True", Assert.Single(marks, m => m.Key == mark).Value));
    }

    private async Task PackAsync(string project)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        (int exitCode, string output, string error) = await RunAsync("dotnet", "pack", Repository.PathOf(project), "--no-build", "--no-restore", "--nologo", "-c", configuration, "-o", _folder.Path);
        Assert.True(exitCode == 0, output + error);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string file, params string[] arguments)
    {
        ProcessStartInfo start = new(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

        // The tool looks for the runtime that these tests run on.
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }

    private ZipArchive Open(string pattern) => ZipFile.OpenRead(Assert.Single(Directory.GetFiles(_folder.Path, pattern)));
}
