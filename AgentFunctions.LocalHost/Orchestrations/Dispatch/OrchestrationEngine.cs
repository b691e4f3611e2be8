using AgentFunctions.LocalHost.Orchestrations.Functions;
using AgentFunctions.LocalHost.Orchestrations.Journal;
using DurableTask.Core;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Shims;

namespace AgentFunctions.LocalHost.Orchestrations.Dispatch;

/// <summary>Runs the orchestrations of a journal in this process, beside other processes that may do so too.</summary>
internal sealed class OrchestrationEngine : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _handBack = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly OrchestrationFunctions _functions;
    private readonly OrchestrationOptions _options;
    private readonly TaskHubWorker _worker;
    private readonly WorkLeases _leases;
    private readonly TimeProvider _time;
    private Task _renewal = Task.CompletedTask;

    public OrchestrationEngine(
        OrchestrationJournal journal,
        OrchestrationFunctions functions,
        OrchestrationOptions options,
        IServiceProvider services,
        ILoggerFactory loggers,
        TimeProvider time)
    {
        (_functions, _options, _time) = (functions, options, time);
        _leases = new WorkLeases(journal, options.LockDuration, loggers.CreateLogger<WorkLeases>(), time);
        var service = new SqliteOrchestrationService(journal, _leases, options, loggers.CreateLogger<SqliteOrchestrationService>());
        var shims = new DurableTaskShimFactory(new DurableTaskWorkerOptions { DataConverter = PayloadJson.Converter }, loggers);
        var steps = new StepRun(functions, shims, services, loggers, time);
        var activities = new ActivityDirectory(functions, shims, services, _handBack.Token);
        _worker = new TaskHubWorker(service, new NoOrchestrations(), activities, loggers)
        {
            ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails,
        };
        _worker.AddOrchestrationDispatcherMiddleware((context, _) => steps.RunAsync(context));
        _worker.AddActivityDispatcherMiddleware(activities.RunAsync);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_functions.IsEmpty)
        {
            _renewal = _leases.RenewAsync(_stopped.Token);
            await _worker.StartAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Takes no new work; what runs may finish, then is asked to hand back, and what does neither is left to its lock.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Forced, because the framework would look only once a second whether its work is done.
        await _worker.StopAsync(isForced: true).ConfigureAwait(false);
        using var drain = new CancellationTokenSource(_options.DrainTime, _time);
        await using var handOver = drain.Token.Register(_handBack.Cancel).ConfigureAwait(false);
        await _leases.WhenIdleAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopped.CancelAsync().ConfigureAwait(false);
        await _renewal.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _worker.Dispose();
        _handBack.Dispose();
        _stopped.Dispose();
    }
}
