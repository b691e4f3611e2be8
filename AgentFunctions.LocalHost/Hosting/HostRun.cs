using AgentFunctions.Access;
using AgentFunctions.LocalHost.Demo;
using AgentFunctions.LocalHost.Persistence;
using AgentFunctions.LocalHost.Storage;
using AgentFunctions.Startup;
using AgentFunctions.Storage;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Console;
using Spectre.Console;

namespace AgentFunctions.LocalHost.Hosting;

/// <summary>One run of the local host, from the first message on the console to the exit status.</summary>
internal static class HostRun
{
    /// <summary>Runs until cancelled, or until the demo is through.</summary>
    /// <returns>The exit status: 0 when all went well, 1 when the host could not start, lost its storage, or the demo failed.</returns>
    public static async Task<int> RunAsync(LocalHostOptions options, CancellationToken cancellationToken)
    {
        using ILoggerFactory loggers = LoggerFactory.Create(logging => ConfigureLogging(logging, options.Mode));
        try
        {
            await using AzuriteServer? storage = options.InMemory ? null : await AzuriteServer.StartAsync(
                new AzuriteOptions(Path.Combine(options.DataDirectory, "storage")) { StoragePort = options.StoragePort },
                text => AnsiConsole.MarkupLineInterpolated($"[grey]{text}[/]"),
                loggers.CreateLogger<AzuriteServer>(),
                TimeProvider.System,
                cancellationToken);
            if (options.Keys is { } command)
            {
                return await KeyRunOn(storage!).RunAsync(command, cancellationToken);
            }

            await using LocalHostApp host = await LocalHostApp.StartAsync(options, storage, logging => ConfigureLogging(logging, options.Mode), cancellationToken);
            return await ServeAsync(options, host, storage, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (e is HostStartException or StartupException or DatabaseUnusableException or InvalidOperationException or IOException)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]The host could not start:[/] {e.Message}");
            return 1;
        }
        catch (Exception e) when (StorageFault.IsTransient(e))
        {
            AnsiConsole.MarkupLineInterpolated($"[red]The host could not start:[/] its storage does not answer: {e.Message.Split('\n')[0]}");
            return 1;
        }
    }

    private static async Task<int> ServeAsync(LocalHostOptions options, LocalHostApp host, AzuriteServer? storage, CancellationToken cancellationToken)
    {
        if (options.Mode == LocalHostMode.Demo)
        {
            return await new DemoRun(host.Address!, AnsiConsole.Console, TimeProvider.System).RunAsync(options.DemoFile, cancellationToken);
        }

        Greet(options, host);
        Task stopped = Task.Delay(Timeout.Infinite, cancellationToken);
        Task first = await Task.WhenAny(stopped, storage?.Lost ?? stopped);
        AnsiConsole.MarkupLine("[grey]Stopping: running tasks finish or are handed back within 30 s.[/]");
        return first == stopped ? 0 : 1;
    }

    private static void Greet(LocalHostOptions options, LocalHostApp host)
    {
        if (host.Address is not { } address)
        {
            AnsiConsole.MarkupLineInterpolated($"Workers run on [bold]{options.DataDirectory}[/]. Ctrl-C stops them.");
            return;
        }

        bool isOpen = host.Access == AccessMode.Open;
        AnsiConsole.MarkupLineInterpolated(isOpen
            ? $"Agent Functions listens on [bold]{address}[/], open to this machine only, as tenant [bold]default[/]. Ctrl-C stops it."
            : (FormattableString)$"Agent Functions listens on [bold]{address}[/] and asks every caller for an API key. Ctrl-C stops it.");
        Console.WriteLine($"Dashboard: {address}/dashboard   API: {address}/docs");
        AnsiConsole.WriteLine("Try:");
        Console.WriteLine($$$"""  curl -s {{{address}}}/tasks {{{(isOpen ? null : "-H 'Authorization: Bearer KEY' ")}}}-H 'Prefer: wait=20' -d '{"agent":"classify-ticket","input":{"text":"I was charged twice for June, please refund one payment."}}'""");
    }

    private static KeyRun KeyRunOn(AzuriteServer storage)
    {
        IConfiguration settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        ServiceCollection services = new();
        services.AddLogging().AddAgentFunctions(settings);
        services.AddSingleton<IApiKeyStore>(new TableApiKeyStore(new TableServiceClient(storage.ConnectionString)));
        return new KeyRun(services.BuildServiceProvider().GetRequiredService<ApiKeys>(), AnsiConsole.Console, TimeProvider.System);
    }

    private static void ConfigureLogging(ILoggingBuilder logging, LocalHostMode mode)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat, console.ColorBehavior) = (true, "HH:mm:ss ", LoggerColorBehavior.Default));

        // The demo shows its own progress, and a key is copied from the console; only what goes wrong may interrupt them.
        logging.SetMinimumLevel(mode switch { LocalHostMode.Demo => LogLevel.Error, LocalHostMode.Keys => LogLevel.Warning, _ => LogLevel.Information });
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Azure", LogLevel.Warning);
        logging.AddFilter("DurableTask", LogLevel.Warning);

        // A start that fails is told in one line, without a stack trace.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
    }
}
