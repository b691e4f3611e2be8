using System.Diagnostics.Metrics;
using AgentFunctions.Tasks;
using AgentFunctions.Telemetry;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.Backlog;

/// <summary>
/// Shows the backlog of each lane as metrics. Read from memory when somebody collects, and over all instances on each of
/// them: a dashboard takes the greatest, not the sum.
/// </summary>
internal sealed class BacklogGauges(BacklogExchange backlog) : IHostedService, IDisposable
{
    private readonly Meter _meter = new(Meters.Name);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _meter.CreateObservableGauge("agentfn.backlog.depth", () => Read(c => c.Depth), "{task}", "Tasks that wait to be begun, those for later included.");
        _meter.CreateObservableGauge("agentfn.backlog.in_flight", () => Read(c => c.InFlight), "{task}", "Tasks being worked on.");
        _meter.CreateObservableGauge("agentfn.backlog.oldest_age", () => Read(c => c.OldestAge?.TotalSeconds ?? 0), "s", "About how long the task that is next has been waiting; 0 when none waits.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();

    private List<Measurement<T>> Read<T>(Func<BacklogCounts, T> value)
        where T : struct
    {
        BacklogReport report = backlog.Read();
        return [.. Enum.GetValues<Lane>().Select(lane => new Measurement<T>(value(report.Of(lane)), new KeyValuePair<string, object?>("lane", TagValues.Of(lane))))];
    }
}
