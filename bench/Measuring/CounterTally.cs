using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace AgentFunctions.Bench.Measuring;

/// <summary>Sums the counters of this process's meters from when it is made, in all and by the tag <c>operation</c>.</summary>
internal sealed class CounterTally : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Counter, string Operation), long> _sums = new();

    /// <param name="prefix">Counters whose names begin with it.</param>
    public CounterTally(string prefix)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name.StartsWith(prefix, StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _sums.AddOrUpdate((instrument.Name, OperationOf(tags)), value, (_, sum) => sum + value));
        _listener.Start();
    }

    /// <summary>Counts no further; what was counted stays.</summary>
    public void Stop() => _listener.Dispose();

    public double PerTask(string counter, int tasks) => (double)_sums.Where(s => s.Key.Counter == counter).Sum(s => s.Value) / tasks;

    /// <summary>The counts of a task by operation, largest first.</summary>
    public IReadOnlyDictionary<string, double> SplitPerTask(string counter, int tasks) => _sums
        .Where(s => s.Key.Counter == counter)
        .OrderByDescending(s => s.Value)
        .ToDictionary(s => s.Key.Operation, s => (double)s.Value / tasks);

    public void Dispose() => Stop();

    private static string OperationOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        List<string> parts = [];
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            if (tag.Key is "service" or "operation")
            {
                parts.Add(tag.Value?.ToString() ?? string.Empty);
            }
        }

        return string.Join(' ', parts);
    }
}
