using System.Diagnostics.CodeAnalysis;
using AgentFunctions.Backlog;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Fairness;

/// <summary>The express entries that this instance knows of. Thread-safe.</summary>
public sealed partial class ExpressLine(IExpressStore store, BacklogExchange backlog, ILogger<ExpressLine> log, TimeProvider time)
{
    private const int MostKnown = 200;

    // How late this instance notices what others entered; also bounds what looking costs.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    // An entry taken here may still be read from the store for a moment.
    private static readonly TimeSpan TakenFor = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<Lane, SortedDictionary<(long Tag, string Task), ExpressEntry>> _lanes = [];
    private readonly Dictionary<TaskId, DateTimeOffset> _taken = [];
    private readonly Dictionary<Lane, DateTimeOffset> _looked = [];

    /// <summary>Takes the first entry of a lane whose tag is before that of a task taken from the queue.</summary>
    public bool TryTake(Lane lane, long tag, [NotNullWhen(true)] out ExpressEntry? entry)
    {
        LookFromTimeToTime(lane);
        lock (_lock)
        {
            entry = null;
            if (!_lanes.TryGetValue(lane, out var known) || known.Count == 0)
            {
                return false;
            }

            ((long Tag, string Task) key, ExpressEntry first) = known.First();
            if (first.Tag >= tag)
            {
                return false;
            }

            known.Remove(key);
            _taken[first.Message.Task] = time.GetUtcNow();
            entry = first;
            return true;
        }
    }

    /// <summary>Strikes an entry off whose task has been dealt with.</summary>
    public async Task RemoveAsync(ExpressEntry entry)
    {
        try
        {
            await store.RemoveAsync(entry, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (StorageFault.Is(e))
        {
            NotLooked(log, e, entry.Message.Lane);
        }
    }

    internal void Announce(IReadOnlyList<ExpressEntry> entries)
    {
        lock (_lock)
        {
            foreach (ExpressEntry entry in entries.Where(e => !_taken.ContainsKey(e.Message.Task)))
            {
                LaneOf(entry.Message.Lane)[(entry.Tag, entry.Message.Task.ToString())] = entry;
            }
        }
    }

    [LoggerMessage(30, LogLevel.Warning, "The express entries of lane {Lane} could not be read or removed.", EventName = "ExpressNotRead")]
    private static partial void NotLooked(ILogger logger, Exception exception, Lane lane);

    private SortedDictionary<(long Tag, string Task), ExpressEntry> LaneOf(Lane lane)
    {
        if (!_lanes.TryGetValue(lane, out SortedDictionary<(long Tag, string Task), ExpressEntry>? known))
        {
            _lanes[lane] = known = [];
        }

        return known;
    }

    // Only a lane in which tasks wait can have a flood.
    private void LookFromTimeToTime(Lane lane)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_lock)
        {
            if (_looked.TryGetValue(lane, out DateTimeOffset last) && now - last < LookEvery)
            {
                return;
            }

            _looked[lane] = now;
        }

        if (backlog.Read().Of(lane).Depth > FairLane.Tolerance)
        {
            _ = LookAsync(lane);
        }
    }

    private async Task LookAsync(Lane lane)
    {
        try
        {
            IReadOnlyList<ExpressEntry> entries = await store.ReadAsync(lane, MostKnown, CancellationToken.None).ConfigureAwait(false);
            lock (_lock)
            {
                foreach (TaskId old in _taken.Where(t => time.GetUtcNow() - t.Value > TakenFor).Select(t => t.Key).ToList())
                {
                    _taken.Remove(old);
                }

                LaneOf(lane).Clear();
            }

            Announce(entries);
        }
        catch (Exception e) when (StorageFault.Is(e))
        {
            NotLooked(log, e, lane);
        }
    }
}
