using System.Collections.Concurrent;

namespace AgentFunctions.Costs.Posting;

/// <summary>Pages that this instance has stored and that wait to be posted. Thread-safe.</summary>
public sealed class LedgerOutbox
{
    // Only when the sums are out of reach for long. Pages beyond are stored all the same, and found by the recovery.
    private const int MostPages = 20_000;

    private readonly ConcurrentQueue<LedgerPage> _pages = new();
    private string _poster = NewName();

    /// <summary>Name under which new pages are stored.</summary>
    internal string Poster => Volatile.Read(ref _poster);

    internal bool IsEmpty => _pages.IsEmpty;

    internal void Add(LedgerPage stored)
    {
        if (_pages.Count < MostPages)
        {
            _pages.Enqueue(stored);
        }
    }

    internal IEnumerable<LedgerPage> TakeAll()
    {
        while (_pages.TryDequeue(out LedgerPage? page))
        {
            yield return page;
        }
    }

    /// <summary>Gives pages that are stored from now on to a poster of another name.</summary>
    internal void Rename() => Volatile.Write(ref _poster, NewName());

    private static string NewName() => Guid.NewGuid().ToString("n");
}
