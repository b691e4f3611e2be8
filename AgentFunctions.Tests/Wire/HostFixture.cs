using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using AgentFunctions.LocalHost.Storage;
using AgentFunctions.Tests.Servers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentFunctions.Tests.Wire;

/// <summary>The whole local host on a free port, with an Azurite and a data folder of its own. It can be stopped and started again.</summary>
public sealed class HostFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private AzuriteServer? _storage;
    private readonly List<LocalHostApp> _others = [];
    private LocalHostApp? _host;

    public HttpClient Client { get; private set; } = new();

    internal IServiceProvider Services => _host!.Services;

    public async ValueTask InitializeAsync()
    {
        _storage = await AzuriteServer.StartAsync(
            new(_folder.File("storage")) { StoragePort = 0, StartTimeout = TimeSpan.FromMinutes(2) }, _ => { }, NullLogger.Instance, TimeProvider.System, CancellationToken.None);
        await StartAsync(maxWorkers: 8);
    }

    /// <summary>Starts the host on the same data folder.</summary>
    internal async Task StartAsync(int maxWorkers)
    {
        LocalHostOptions options = new() { Port = 0, DataDirectory = _folder.Path, MinWorkers = Math.Min(2, maxWorkers), MaxWorkers = Math.Max(1, maxWorkers) };
        _host = await LocalHostApp.StartAsync(options, _storage, logging => logging.ClearProviders(), CancellationToken.None);
        Client.Dispose();
        Client = new HttpClient { BaseAddress = new Uri(_host.Address! + "/") };
    }

    /// <summary>Starts a second host on the same data folder; the fixture ends it.</summary>
    /// <returns>A client of it.</returns>
    internal async Task<HttpClient> StartAnotherAsync()
    {
        LocalHostApp another = await LocalHostApp.StartAsync(
            new LocalHostOptions { Port = 0, DataDirectory = _folder.Path, MinWorkers = 1, MaxWorkers = 1 }, _storage, logging => logging.ClearProviders(), CancellationToken.None);
        _others.Add(another);
        return new HttpClient { BaseAddress = new Uri(another.Address! + "/") };
    }

    internal async Task StopAsync()
    {
        await _host!.DisposeAsync();
        _host = null;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        foreach (LocalHostApp other in _others)
        {
            await other.DisposeAsync();
        }

        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_storage is not null)
        {
            await _storage.DisposeAsync();
        }

        _folder.Dispose();
    }
}
