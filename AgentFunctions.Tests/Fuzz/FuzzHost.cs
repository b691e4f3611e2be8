using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>The whole local host in memory, with nobody at work: only requests change its state.</summary>
public sealed class FuzzHost(FuzzCases cases) : IAsyncLifetime
{
    private LocalHostApp? _host;

    internal FuzzApi Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        LocalHostOptions options = new() { Port = 0, InMemory = true, MinWorkers = 0, MaxWorkers = 0 };
        _host = await LocalHostApp.StartAsync(options, storage: null, logging => logging.ClearProviders(), CancellationToken.None);
        Api = new FuzzApi(_host.Address!, _host.Services, cases);
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await _host!.DisposeAsync();
    }
}
