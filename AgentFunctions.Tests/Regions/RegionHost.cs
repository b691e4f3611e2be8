using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using AgentFunctions.LocalHost.Storage;
using AgentFunctions.Tests.Servers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentFunctions.Tests.Regions;

/// <summary>The application in one region: a host and storage of its own.</summary>
internal sealed class RegionHost(string name, int port) : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private AzuriteServer? _storage;
    private LocalHostApp? _host;

    public string Name => name;

    public string Endpoint => $"http://127.0.0.1:{port}";

    public string ConnectionString => _storage!.ConnectionString;

    public HttpClient Client { get; } = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/") };

    public async Task StartStorageAsync() => _storage = await AzuriteServer.StartAsync(
        new(_folder.File("storage")) { StoragePort = 0, StartTimeout = TimeSpan.FromMinutes(2) }, _ => { }, NullLogger.Instance, TimeProvider.System, CancellationToken.None);

    public async Task StartAsync(IReadOnlyDictionary<string, string?> settings) => _host ??= await LocalHostApp.StartAsync(
        new LocalHostOptions { Port = port, DataDirectory = _folder.Path, Settings = settings }, _storage, logging => logging.ClearProviders(), CancellationToken.None);

    public async Task StopAsync()
    {
        if (_host is { } host)
        {
            _host = null;
            await host.DisposeAsync();
        }
    }

    public async Task StopStorageAsync()
    {
        if (_storage is { } storage)
        {
            _storage = null;
            await storage.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync();
        await StopStorageAsync();
        _folder.Dispose();
    }
}
