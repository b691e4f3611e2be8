using System.Collections.Concurrent;
using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Node;
using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.LocalHost.Node;

public sealed class NodePackagesTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _root.Dispose();

    [Fact]
    public void The_manifest_is_found_above_the_start_and_other_manifests_are_passed_over()
    {
        WriteManifest();
        var nested = Directory.CreateDirectory(_root.File("a/b")).FullName;
        File.WriteAllText(Path.Combine(nested, "package.json"), """{"dependencies":{"left-pad":"1.0.0"}}""");

        var error = Assert.Throws<HostStartException>(() => NodePackages.Locate(nested).Script("azurite", "main.js"));

        Assert.Contains($"not installed in {_root.Path};", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_manifest_the_error_says_what_to_do()
    {
        var error = Assert.Throws<HostStartException>(() => NodePackages.Locate(_root.Path));

        Assert.Contains("--in-memory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_program_is_named_with_the_way_around_it()
    {
        var error = Assert.Throws<HostStartException>(() => NodeCommand.Find("node", _root.Path));

        Assert.Contains("'node'", error.Message, StringComparison.Ordinal);
        Assert.Contains("nodejs.org", error.Message, StringComparison.Ordinal);
        Assert.Contains("--in-memory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_hosts_at_once_install_once()
    {
        WriteManifest();
        WriteLocalPackage();
        var packages = NodePackages.Locate(_root.Path);
        var lines = new ConcurrentBag<string>();

        await Task.WhenAll(Install(), Install());

        Assert.True(File.Exists(packages.Script("azurite", "main.js")));
        Assert.Single(lines, line => line.StartsWith("Installing", StringComparison.Ordinal));

        Task Install() => Task.Run(() => packages.InstallAsync(lines.Add, TimeProvider.System, Cancellation), Cancellation);
    }

    [Fact]
    public async Task A_failed_installation_shows_what_npm_said()
    {
        WriteManifest();
        var packages = NodePackages.Locate(_root.Path);

        var error = await Assert.ThrowsAsync<HostStartException>(
            () => packages.InstallAsync(_ => { }, TimeProvider.System, Cancellation));

        Assert.Contains("package-lock.json", error.Message, StringComparison.Ordinal);
    }

    private void WriteManifest() => File.WriteAllText(
        _root.File("package.json"), """{"name":"t","version":"1.0.0","dependencies":{"azurite":"file:local"}}""");

    // A package of the same name beside the manifest: npm installs it without a registry.
    private void WriteLocalPackage()
    {
        var local = Directory.CreateDirectory(_root.File("local")).FullName;
        File.WriteAllText(Path.Combine(local, "package.json"), """{"name":"azurite","version":"1.0.0"}""");
        File.WriteAllText(Path.Combine(local, "main.js"), "");
        File.WriteAllText(
            _root.File("package-lock.json"),
            """
            {
              "name": "t", "version": "1.0.0", "lockfileVersion": 3, "requires": true,
              "packages": {
                "": { "name": "t", "version": "1.0.0", "dependencies": { "azurite": "file:local" } },
                "local": { "name": "azurite", "version": "1.0.0" },
                "node_modules/azurite": { "resolved": "local", "link": true }
              }
            }
            """);
    }
}
