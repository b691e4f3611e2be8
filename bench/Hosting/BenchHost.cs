using System.Diagnostics;
using AgentFunctions.Backlog;
using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using AgentFunctions.LocalHost.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentFunctions.Bench.Hosting;

/// <summary>The whole local host in this process, on a storage emulator and a data folder of its own.</summary>
internal sealed class BenchHost : IAsyncDisposable
{
    private static readonly TimeSpan StorageStart = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder;
    private readonly AzuriteServer _storage;
    private readonly LocalHostApp _host;
    private readonly BacklogExchange _backlog;

    private BenchHost(DirectoryInfo folder, AzuriteServer storage, LocalHostApp host)
    {
        (_folder, _storage, _host) = (folder, storage, host);
        _backlog = host.Services.GetRequiredService<BacklogExchange>();
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(host.Address! + "/"), Timeout = TimeSpan.FromMinutes(10) };
    }

    public HttpClient Client { get; }

    /// <summary>Starts it; nothing stays behind when that fails.</summary>
    /// <exception cref="HostStartException">Node.js is missing, or the storage emulator or the host does not come up.</exception>
    public static async Task<BenchHost> StartAsync(int workers, Action<string> status, TimeProvider time, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("agentfn-bench-");
        AzuriteServer? storage = null;
        try
        {
            AzuriteOptions emulator = new(Path.Combine(folder.FullName, "storage")) { StoragePort = 0, StartTimeout = StorageStart };
            storage = await AzuriteServer.StartAsync(emulator, status, NullLogger.Instance, time, cancellationToken).ConfigureAwait(false);
            LocalHostOptions options = new() { Port = 0, DataDirectory = folder.FullName, MinWorkers = workers, MaxWorkers = workers, Settings = Settings() };
            LocalHostApp host = await LocalHostApp.StartAsync(options, storage, logging => logging.ClearProviders(), cancellationToken).ConfigureAwait(false);
            return new BenchHost(folder, storage, host);
        }
        catch
        {
            await ReleaseAsync(folder, storage).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Tasks that wait or run. Counted in this process after each stored change: unlike GET /backlog it costs no storage call.</summary>
    public long CountOpen() => _backlog.Read().Agents.Sum(a => a.Counts.Depth + a.Counts.InFlight);

    /// <summary>Processor time that this process and the storage emulator have taken so far.</summary>
    public (TimeSpan Host, TimeSpan Storage) ProcessorTime()
    {
        using Process own = Process.GetCurrentProcess();
        using Process storage = Process.GetProcessById(_storage.ProcessId!.Value);
        return (own.TotalProcessorTime, storage.TotalProcessorTime);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        try
        {
            await _host.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            await ReleaseAsync(_folder, _storage).ConfigureAwait(false);
        }
    }

    // The user's own settings must not bring in a model that costs money.
    private static Dictionary<string, string?> Settings() => new()
    {
        ["AgentFunctions:AgentsDirectory"] = Path.Combine(AppContext.BaseDirectory, "Throughput", "agents"),
        ["AgentFunctions:ModelsFile"] = Path.Combine(AppContext.BaseDirectory, "models.json"),
        ["AgentFunctions:DefaultModel"] = "offline",
    };

    private static async ValueTask ReleaseAsync(DirectoryInfo folder, AzuriteServer? storage)
    {
        try
        {
            if (storage is not null)
            {
                await storage.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
