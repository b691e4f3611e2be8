using System.Net;
using AgentFunctions.Access;
using AgentFunctions.LocalHost.Functions;
using AgentFunctions.LocalHost.Orchestrations.Functions;
using AgentFunctions.LocalHost.Orchestrations.Journal;
using AgentFunctions.LocalHost.Persistence;
using AgentFunctions.LocalHost.ServiceBus;
using AgentFunctions.LocalHost.Storage;
using AgentFunctions.LocalHost.Triggers;
using AgentFunctions.LocalHost.Workers;
using AgentFunctions.Startup;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AgentFunctions.LocalHost.Hosting;

/// <summary>The function classes, up and running in this process.</summary>
internal sealed class LocalHostApp : IAsyncDisposable
{
    // As on Azure, where the platform refuses larger bodies before a function sees them.
    private const long MaxRequestBytes = 100 * 1024 * 1024;

    private readonly WebApplication _app;
    private readonly HostParts _parts;

    private LocalHostApp(WebApplication app, HostParts parts, AccessMode access) => (_app, _parts, Access) = (app, parts, access);

    /// <summary>Where the HTTP functions are, route prefix included; null for a process that only works.</summary>
    public Uri? Address { get; private set; }

    /// <summary>How callers say who they are.</summary>
    public AccessMode Access { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts the host.</summary>
    /// <param name="storage">The storage emulator; null to keep tasks in memory.</param>
    /// <exception cref="HostStartException">The port is taken, or a function class does not fit the host.</exception>
    /// <exception cref="StartupException">The configuration has faults; nothing was started.</exception>
    public static async Task<LocalHostApp> StartAsync(
        LocalHostOptions options, AzuriteServer? storage, Action<ILoggingBuilder> logging, CancellationToken cancellationToken)
    {
        FaultList faults = new();
        HostJson hostJson = HostJson.Read(Path.Combine(AppContext.BaseDirectory, "host.json"), faults);
        IReadOnlyList<FunctionDescriptor> functions = FunctionDescriptor.Discover(typeof(LocalHostApp).Assembly);
        IReadOnlyList<QueueTrigger> triggers = QueueTrigger.Of(functions, hostJson);
        OrchestrationFunctions orchestrations = new(functions);
        SqliteDatabase database = options.InMemory ? SqliteDatabase.InMemory() : SqliteDatabase.Open(Path.Combine(options.DataDirectory, "host.db"));
        EmbeddedServiceBus bus = await EmbeddedServiceBus.OpenAsync(database, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        foreach (QueueTrigger trigger in triggers)
        {
            await bus.DeclareQueueAsync(trigger.Queue, new QueueOptions { LockDuration = options.LockDuration }, cancellationToken).ConfigureAwait(false);
        }

        OrchestrationJournal journal = await OrchestrationJournal.OpenAsync(database, hostJson.DurableTask.HubName, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        HostParts parts = new(hostJson, functions, triggers, orchestrations, database, bus, journal);
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        logging(builder.Logging);
        LocalSettings.AddTo(builder.Configuration);
        builder.Configuration.AddInMemoryCollection(options.Settings);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));
        AccessMode access = LocalAccess.ModeOf(options, builder.Configuration);
        builder.Services.AddSingleton<IStartupRule>(new HostJsonRule("host.json", faults)).AddLocalHost(builder.Configuration, options, storage, parts, access);

        LocalHostApp host = new(builder.Build(), parts, access);
        try
        {
            await host.StartAsync(options, cancellationToken).ConfigureAwait(false);
            return host;
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes no new work, waits for running tasks to finish or be handed back, and closes the data folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        _parts.Journal.Dispose();
        _parts.Bus.Dispose();
        await _parts.Database.DisposeAsync().ConfigureAwait(false);
    }

    private async Task StartAsync(LocalHostOptions options, CancellationToken cancellationToken)
    {
        _app.Services.GetRequiredService<StartupRules>().Check();
        if (options.Mode != LocalHostMode.Worker)
        {
            _app.MapHttpTriggers(_parts.Functions, _parts.HostJson);
        }

        await LocalAccess.CheckKeysAsync(options, _app.Services, cancellationToken).ConfigureAwait(false);
        try
        {
            await _app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new HostStartException($"Port {options.Port} is taken; choose another with --port, or --port 0 for a free one.", e);
        }

        Address = options.Mode == LocalHostMode.Worker ? null : AddressOf(_app, _parts.HostJson);
    }

    private static void Listen(Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions kestrel, LocalHostOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;

        // A worker serves nobody, but the web server wants an address all the same.
        bool isWorker = options.Mode == LocalHostMode.Worker;
        kestrel.Listen(isWorker ? IPAddress.Loopback : options.Address, isWorker ? 0 : options.Port);
    }

    private static Uri AddressOf(WebApplication app, HostJson hostJson)
    {
        string root = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new Uri($"{root.TrimEnd('/')}/{hostJson.RoutePrefix}");
    }
}
