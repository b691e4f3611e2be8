using AgentFunctions.LocalHost.Orchestrations;
using AgentFunctions.LocalHost.Orchestrations.Client;
using AgentFunctions.LocalHost.Orchestrations.Dispatch;
using AgentFunctions.LocalHost.Orchestrations.Functions;
using AgentFunctions.LocalHost.Orchestrations.Journal;
using AgentFunctions.LocalHost.Persistence;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.LocalHost.Orchestrations;

/// <summary>An engine with its own connection to the file.</summary>
internal sealed class EngineProcess : IAsyncDisposable
{
    private readonly SqliteDatabase _database;
    private readonly ServiceProvider _services;
    private readonly OrchestrationEngine _engine;
    private volatile bool _crashed;

    private EngineProcess(SqliteDatabase database, OrchestrationJournal journal, ServiceProvider services, OrchestrationEngine engine)
    {
        (_database, Journal, _services, _engine) = (database, journal, services, engine);
        Client = services.GetRequiredService<DurableTaskClient>();
    }

    public OrchestrationJournal Journal { get; }

    public DurableTaskClient Client { get; }

    public static async Task<EngineProcess> StartAsync(
        SqliteDatabase database, string hub, OrchestrationFunctions functions, OrchestrationOptions options, ActivityLog log, TimeProvider time)
    {
        var journal = await OrchestrationJournal.OpenAsync(database, hub, time, CancellationToken.None);
        var services = new ServiceCollection().AddLogging().AddSingleton(log).AddSingleton(time)
            .AddSingleton<DurableTaskClient>(new JournalTaskClient(journal, functions)).BuildServiceProvider();
        var engine = new OrchestrationEngine(journal, functions, options, services, services.GetRequiredService<ILoggerFactory>(), time);
        await engine.StartAsync(CancellationToken.None);
        return new EngineProcess(database, journal, services, engine);
    }

    public Task<string> ScheduleAsync(string name, object? input = null, StartOrchestrationOptions? options = null) =>
        Client.ScheduleNewOrchestrationInstanceAsync(name, input, options, OrchestrationFixture.Cancelled);

    public async Task<OrchestrationMetadata> CompleteAsync(string instance) =>
        await Client.WaitForInstanceCompletionAsync(instance, getInputsAndOutputs: true, OrchestrationFixture.Cancelled)
            .WaitAsync(TimeSpan.FromSeconds(60), OrchestrationFixture.Cancelled);

    public Task StopAsync(CancellationToken cancellationToken) => _engine.StopAsync(cancellationToken);

    /// <summary>From now on nothing that this process does reaches the file, as after a SIGKILL.</summary>
    public async ValueTask CrashAsync()
    {
        _crashed = true;
        await _database.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // A crashed process has nobody to complain to.
        await _engine.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(
            _crashed ? ConfigureAwaitOptions.SuppressThrowing : ConfigureAwaitOptions.None);
        _engine.Dispose();
        Journal.Dispose();
        await _database.DisposeAsync();
    }
}
