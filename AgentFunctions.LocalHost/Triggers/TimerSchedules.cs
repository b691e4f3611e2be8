using AgentFunctions.LocalHost.Persistence;

namespace AgentFunctions.LocalHost.Triggers;

/// <summary>When each timer is due next, shared by all processes of a data folder, so that each run happens once.</summary>
internal sealed class TimerSchedules(SqliteDatabase database)
{
    private const string Schema = "CREATE TABLE IF NOT EXISTS timers (name TEXT PRIMARY KEY, next INTEGER NOT NULL) WITHOUT ROWID;";

    /// <summary>Makes a timer known; one that is known keeps its time, so that a run missed while no host was up is caught up on.</summary>
    public Task DeclareAsync(string name, DateTime next, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            session.ExecuteScript(Schema);
            return session.Execute("INSERT OR IGNORE INTO timers (name, next) VALUES ($1, $2)", name, next.Ticks);
        },
        cancellationToken);

    /// <summary>When the timer is due, UTC.</summary>
    public Task<DateTime> NextAsync(string name, CancellationToken cancellationToken) =>
        database.ReadAsync(session => new DateTime(session.Scalar("SELECT next FROM timers WHERE name = $1", name), DateTimeKind.Utc), cancellationToken);

    /// <summary>Takes the run that was due at <paramref name="due"/>; false when another process was faster.</summary>
    public Task<bool> TryTakeAsync(string name, DateTime due, DateTime next, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Execute("UPDATE timers SET next = $3 WHERE name = $1 AND next = $2", name, due.Ticks, next.Ticks) == 1,
        cancellationToken);
}
