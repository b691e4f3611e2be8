using System.Diagnostics.Metrics;
using AgentFunctions.Telemetry;

namespace AgentFunctions.LocalHost.Workers;

/// <summary>Shows the workers of this process as metrics; the sum over the processes is the pool.</summary>
internal sealed class WorkerGauges(WorkerSlots slots, WorkerPoolOptions options) : IHostedService, IDisposable
{
    private readonly Meter _meter = new(Meters.Name);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _meter.CreateObservableUpDownCounter("agentfn.workers.count", () => slots.Size, "{worker}", "Workers there are now.");
        _meter.CreateObservableUpDownCounter("agentfn.workers.busy", () => slots.Busy, "{worker}", "Workers with a task in hand.");
        _meter.CreateObservableUpDownCounter("agentfn.workers.min", () => options.Minimum, "{worker}", "Workers that are always there.");
        _meter.CreateObservableUpDownCounter("agentfn.workers.max", () => options.Maximum, "{worker}", "Workers there can be.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();
}
