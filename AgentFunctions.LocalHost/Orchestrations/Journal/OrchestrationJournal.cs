using AgentFunctions.LocalHost.Persistence;
using AgentFunctions.LocalHost.ServiceBus;

namespace AgentFunctions.LocalHost.Orchestrations.Journal;

/// <summary>
/// The orchestrations of one task hub in a SQLite database. Several processes may each have one over the same file.
/// </summary>
/// <remarks>The database stays the caller's to dispose, after this.</remarks>
internal sealed class OrchestrationJournal : IDisposable
{
    // Timers cannot be set arbitrarily far ahead; a waiter looks again then.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly ArrivalSignal _changes = new();
    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;

    private OrchestrationJournal(SqliteDatabase database, string hub, TimeProvider time)
    {
        (_database, Hub, _time) = (database, hub, time);
        _database.ForeignCommits.Observed += _changes.Raise;
    }

    /// <summary>Name of the task hub; an instance id is unique within it.</summary>
    public string Hub { get; }

    /// <summary>UTC ticks.</summary>
    public long Now => _time.GetUtcNow().UtcTicks;

    public static async Task<OrchestrationJournal> OpenAsync(
        SqliteDatabase database, string hub, TimeProvider time, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            static session =>
            {
                session.ExecuteScript(JournalSchema.Script);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return new OrchestrationJournal(database, hub, time);
    }

    /// <summary>Runs <paramref name="work"/> within one transaction and tells everybody who waits for a change.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        var outcome = await _database.WriteAsync(work, cancellationToken).ConfigureAwait(false);
        _changes.Raise();
        return outcome;
    }

    /// <summary>Runs <paramref name="work"/> within one transaction of which nobody needs to hear, such as taking a lock.</summary>
    public Task<T> WriteQuietlyAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) =>
        _database.WriteAsync(work, cancellationToken);

    public Task<T> ReadAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) =>
        _database.ReadAsync(work, cancellationToken);

    /// <summary>
    /// Tries until there is something: at once after a change in this process, within about 50 ms after one in another
    /// process, and when <paramref name="nextDue"/> is reached.
    /// </summary>
    /// <param name="nextDue">UTC ticks of the next change that comes by time alone; null when there is none.</param>
    public async Task<T> WaitForAsync<T>(
        Func<CancellationToken, Task<T?>> attempt, Func<SqliteSession, long, long?> nextDue, CancellationToken cancellationToken)
        where T : class
    {
        using var watch = _database.ForeignCommits.Watch();
        while (true)
        {
            var change = _changes.Next;
            var now = Now;
            if (await attempt(cancellationToken).ConfigureAwait(false) is { } found)
            {
                return found;
            }

            // Counted from before the attempt, so that nothing that came due during it is slept through.
            var due = await ReadAsync(session => nextDue(session, now), cancellationToken).ConfigureAwait(false);
            var begin = Now;
            var wait = change.WaitAsync(TimeUntil(due, begin), _time, cancellationToken);
            // A clock that was moved meanwhile, by hand or by a pause of the process, makes the wait the wrong one.
            if (!(due <= begin) && Now - begin < ShortestWait.Ticks)
            {
                await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public void Dispose() => _database.ForeignCommits.Observed -= _changes.Raise;

    private static TimeSpan TimeUntil(long? due, long now)
    {
        var left = due is { } ticks ? TimeSpan.FromTicks(ticks - now) : LongestWait;
        return left < ShortestWait ? ShortestWait : left > LongestWait ? LongestWait : left;
    }
}
