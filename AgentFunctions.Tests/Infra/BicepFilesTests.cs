using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.Infra;

public sealed class BicepFilesTests
{
    [Fact]
    public async Task Every_file_builds_and_lints_without_a_warning()
    {
        Command lint = await LintAsync("--pattern", Path.Combine(Bicep.Folder, "**", "*.bicep"));

        Assert.True(lint is { ExitCode: 0, Output: "", Errors: "" }, lint.Errors + lint.Output);
    }

    [Theory]
    [InlineData("resource s 'Microsoft.Storage/storageAccounts@2025-06-01' = { name: 'st0000', location: 'x', kind: 'StorageV2', sku: { name: 'Standard_ZRS' }, properties: { allowEverything: false } }", "BCP037")]
    [InlineData("resource s 'Microsoft.Storage/storageAccounts@2025-06-01' = { name: 'st0000', location: 'x', kind: 'StorageV2', sku: { name: 'Standard_ZRS' }, properties: { allowSharedKeyAccess: 'no' } }", "BCP036")]
    [InlineData("resource s 'Microsoft.Storage/storageAccounts@2199-01-01' = { name: 'st0000', location: 'x', kind: 'StorageV2', sku: { name: 'Standard_ZRS' } }", "BCP081")]
    [InlineData("param unused string", "no-unused-params")]
    [InlineData("resource k 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: 'st0000' }\noutput key string = k.listKeys().keys[0].value", "outputs-should-not-contain-secrets")]
    public async Task A_faulty_file_does_not_pass(string bicep, string fault)
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.File("faulty.bicep"), bicep, TestContext.Current.CancellationToken);
        File.Copy(Path.Combine(Bicep.Folder, "bicepconfig.json"), folder.File("bicepconfig.json"));

        Command lint = await LintAsync("--pattern", folder.File("*.bicep"));

        Assert.Contains(fault, lint.Errors + lint.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_module_is_deployed()
    {
        string main = File.ReadAllText(Path.Combine(Bicep.Folder, "main.bicep"));

        foreach (string module in Directory.GetFiles(Path.Combine(Bicep.Folder, "modules")).Select(m => Path.GetFileName(m)!))
        {
            Assert.Contains($"'modules/{module}'", main, StringComparison.Ordinal);
        }
    }

    private static Task<Command> LintAsync(params string[] what) => Bicep.RunAsync(["lint", .. what], environment: null, TestContext.Current.CancellationToken);
}
