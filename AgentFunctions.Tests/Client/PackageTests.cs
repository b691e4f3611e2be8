using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;
using AgentFunctions.Client;
using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.Client;

/// <summary>The packages that users get, packed from what was built for these tests.</summary>
public sealed class PackageTests : IDisposable
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
        ProcessStartInfo start = new("dotnet", ["pack", Repository.PathOf(project), "--no-build", "--no-restore", "--nologo", "-c", configuration, "-o", _folder.Path])
        {
            RedirectStandardOutput = true,
        };
        using Process pack = Process.Start(start)!;
        string output = await pack.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await pack.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(pack.ExitCode == 0, output);
    }

    private ZipArchive Open(string pattern) => ZipFile.OpenRead(Assert.Single(Directory.GetFiles(_folder.Path, pattern)));
}
