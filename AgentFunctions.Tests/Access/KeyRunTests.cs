using System.Text.RegularExpressions;
using AgentFunctions.Access;
using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using AgentFunctions.Regions;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace AgentFunctions.Tests.Access;

/// <summary>The command <c>keys</c>, from its arguments to what it prints.</summary>
public sealed class KeyRunTests
{
    private readonly InMemoryApiKeyStore _store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_made_listed_and_revoked()
    {
        (int made, string output) = await RunAsync("keys", "create", "--name", "ci", "--tenant", "acme", "--role", "submit", "--role", "read");
        string key = Regex.Match(output, "^agentfn_[0-9a-z]{50}$", RegexOptions.Multiline).Value;
        ApiKey stored = Assert.Single(await _store.ListAsync(null, Cancellation));
        (_, string list) = await RunAsync("keys", "list", "--tenant", "acme");
        (int revoked, _) = await RunAsync("keys", "revoke", stored.Id);

        Assert.Equal((0, 0), (made, revoked));
        Assert.True(ApiKeyText.TryParse(key, out ApiKeyText? text) && text.Matches(stored));
        Assert.Equal(("acme", Roles.Submit | Roles.Read), (stored.Tenant.Value, stored.Roles));
        Assert.Contains(stored.Id, list, StringComparison.Ordinal);
        Assert.NotNull((await _store.FindAsync(stored.Id, Cancellation))!.RevokedAt);
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_no_key_is_made()
    {
        (int status, string output) = await RunAsync("keys", "create", "--name", "ci", "--role", "root");

        Assert.Equal(1, status);
        Assert.Contains("submit, read, admin", output, StringComparison.Ordinal);
        Assert.Empty(await _store.ListAsync(null, Cancellation));
    }

    [Fact]
    public async Task An_unknown_key_cannot_be_revoked() => Assert.Equal(1, (await RunAsync("keys", "revoke", "0abc")).Status);

    private async Task<(int Status, string Output)> RunAsync(params string[] arguments)
    {
        await using StringWriter output = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        console.Profile.Width = 200;
        ApiKeys keys = new(
            _store,
            RegionMap.OneRegion,
            new RegionMirrors(RegionMap.OneRegion, new DefaultAzureCredential(), TimeProvider.System, NullLogger<RegionMirror>.Instance),
            Options.Create(new AccessOptions()),
            TimeProvider.System);
        LocalHostCommandLine line = new(
            new ConfigurationBuilder().Build(), (options, cancellationToken) => new KeyRun(keys, console, TimeProvider.System).RunAsync(options.Keys!, cancellationToken));
        int status = await line.InvokeAsync(arguments, output, output, Cancellation);
        return (status, output.ToString());
    }
}
