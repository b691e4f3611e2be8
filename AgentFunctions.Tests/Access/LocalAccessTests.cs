using System.Net;
using AgentFunctions.Access;
using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.Access;

public sealed class LocalAccessTests
{
    [Theory]
    [InlineData("127.0.0.1", null, AccessMode.Open)]
    [InlineData("::1", null, AccessMode.Open)]
    [InlineData("127.0.0.1", "Keys", AccessMode.Keys)]
    [InlineData("0.0.0.0", null, AccessMode.Keys)]
    [InlineData("192.0.2.7", "Keys", AccessMode.Keys)]
    public void The_loopback_is_open_and_everything_else_asks_for_keys(string address, string? mode, AccessMode expected) =>
        Assert.Equal(expected, LocalAccess.ModeOf(new LocalHostOptions { Address = IPAddress.Parse(address) }, Settings(mode)));

    [Theory]
    [InlineData("0.0.0.0", "Open")]
    [InlineData("127.0.0.1", "HostKey")]
    [InlineData("127.0.0.1", "Principal")]
    public void What_would_be_open_to_others_or_is_not_there_is_refused(string address, string mode)
    {
        HostStartException e = Assert.Throws<HostStartException>(() => LocalAccess.ModeOf(new LocalHostOptions { Address = IPAddress.Parse(address) }, Settings(mode)));

        Assert.Contains($"AgentFunctions__Access__Mode is {mode}", e.Message, StringComparison.Ordinal);
        Assert.Contains("Keys", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_others_can_reach_does_not_start_without_a_key()
    {
        // It must refuse before it listens.
        LocalHostOptions options = new() { Address = IPAddress.Any, Port = 0, InMemory = true };

        HostStartException e = await Assert.ThrowsAsync<HostStartException>(
            () => LocalHostApp.StartAsync(options, storage: null, logging => logging.ClearProviders(), TestContext.Current.CancellationToken));

        Assert.Contains("keys create", e.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Settings(string? mode) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("AgentFunctions:Access:Mode", mode)]).Build();
}
