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

    public long Of(string counter) => _sums.Where(s => s.Key.Counter == counter).Sum(s => s.Value);

    /// <summary>The sums by operation, largest first.</summary>
    public IReadOnlyList<(string Operation, long Sum)> Split(string counter) =>
        [.. _sums.Where(s => s.Key.Counter == counter).Select(s => (s.Key.Operation, s.Value)).OrderByDescending(s => s.Value)];

    public void Dispose() => _listener.Dispose();

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
