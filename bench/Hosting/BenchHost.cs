using System.Diagnostics;
using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using AgentFunctions.LocalHost.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentFunctions.Bench.Hosting;

/// <summary>The whole local host in this process, on a storage emulator and a data folder of its own.</summary>
internal sealed class BenchHost : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly AzuriteServer _storage;
    private readonly LocalHostApp _host;

    private BenchHost(DirectoryInfo folder, AzuriteServer storage, LocalHostApp host)
    {
        (_folder, _storage, _host) = (folder, storage, host);
        Client = new HttpClient { BaseAddress = new Uri(host.Address! + "/"), Timeout = TimeSpan.FromMinutes(10) };
    }

    public HttpClient Client { get; }

    /// <summary>Processor time that this process and the storage emulator have taken so far.</summary>
    public (TimeSpan Host, TimeSpan Storage) ProcessorTime()
    {
        using Process own = Process.GetCurrentProcess();
        using Process storage = Process.GetProcessById(_storage.ProcessId!.Value);
        return (own.TotalProcessorTime, storage.TotalProcessorTime);
    }

    public static async Task<BenchHost> StartAsync(int workers, Action<string> status, CancellationToken cancellationToken)
    {
        Dictionary<string, string?> settings = new() { ["AgentFunctions:AgentsDirectory"] = Path.Combine(AppContext.BaseDirectory, "Throughput", "agents") };
        DirectoryInfo folder = Directory.CreateTempSubdirectory("agentfn-bench-");
        AzuriteServer storage = await AzuriteServer.StartAsync(
            new AzuriteOptions(Path.Combine(folder.FullName, "storage")) { StoragePort = 0 }, status, NullLogger.Instance, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        LocalHostOptions options = new() { Port = 0, DataDirectory = folder.FullName, MinWorkers = workers, MaxWorkers = workers, Settings = settings };
        try
        {
            LocalHostApp host = await LocalHostApp.StartAsync(options, storage, logging => logging.ClearProviders(), cancellationToken).ConfigureAwait(false);
            return new BenchHost(folder, storage, host);
        }
        catch
        {
            await storage.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync().ConfigureAwait(false);
        await _storage.DisposeAsync().ConfigureAwait(false);
        _folder.Delete(recursive: true);
    }
}
