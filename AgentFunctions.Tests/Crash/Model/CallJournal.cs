using System.Collections.Concurrent;

namespace AgentFunctions.Tests.Crash.Model;

/// <summary>All calls of the model, by the mark of the task. Thread-safe.</summary>
internal sealed class CallJournal(CrashPlan plan)
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<ModelCall>> _calls = new(StringComparer.Ordinal);

    public IEnumerable<ModelCall> All => _calls.Values.SelectMany(calls => calls);

    /// <summary>Notes a call; the fault depends on the seed, the mark and the number of the call alone.</summary>
    public ModelCall Begin(string marker, string caller, DateTimeOffset startedAt)
    {
        ConcurrentQueue<ModelCall> calls = _calls.GetOrAdd(marker, _ => new());
        lock (calls)
        {
            int number = calls.Count + 1;
            ModelCall call = new(marker, number, caller, FaultMix.Choose(RandomOf(marker, number)), startedAt);
            calls.Enqueue(call);
            return call;
        }
    }

    /// <summary>The choices of one call.</summary>
    public Random RandomOf(string marker, int number) => plan.RandomFor($"call/{marker}/{number}");

    public IReadOnlyList<ModelCall> Of(string marker) => _calls.TryGetValue(marker, out ConcurrentQueue<ModelCall>? calls) ? [.. calls] : [];
}
