using System.Collections.Concurrent;

namespace AgentFunctions.Tests.Crash.Load;

/// <summary>What clients were told, and so may rely on. Thread-safe.</summary>
internal sealed class AcceptedTasks
{
    private readonly ConcurrentDictionary<string, string> _markers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _cancelled = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _contradictions = new();

    public int Count => _markers.Count;

    /// <summary>Ids that were answered with 2xx, each with the marker that was submitted.</summary>
    public IReadOnlyDictionary<string, string> Markers => _markers;

    /// <summary>Ids whose cancellation was answered with 2xx.</summary>
    public IEnumerable<string> Cancelled => _cancelled.Keys;

    /// <summary>Answers that cannot be, such as two ids for one Idempotency-Key.</summary>
    public IEnumerable<string> Contradictions => _contradictions;

    public void Accept(string id, string marker)
    {
        if (!_markers.TryAdd(id, marker) && _markers[id] != marker)
        {
            _contradictions.Enqueue($"Id {id} was given to {_markers[id]} and to {marker}.");
        }
    }

    public void AcceptCancellation(string id) => _cancelled.TryAdd(id, true);

    public void Contradict(string contradiction) => _contradictions.Enqueue(contradiction);
}
