using AgentFunctions.LocalHost.Persistence;
using AgentFunctions.Workers;

namespace AgentFunctions.LocalHost.Workers;

/// <summary>What all processes of a data folder say of their workers.</summary>
internal sealed class WorkerPoolRegistry(SqliteDatabase database, TimeProvider time) : IWorkerPool
{
    // A process that has been silent for this long is gone.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private const int ChangesShown = 20;
    private const int ChangesKept = 1000;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS pools (
            process TEXT PRIMARY KEY, workers INTEGER NOT NULL, busy INTEGER NOT NULL, minimum INTEGER NOT NULL, maximum INTEGER NOT NULL, seen INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS pool_changes (
            id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, process TEXT NOT NULL, before INTEGER NOT NULL, after INTEGER NOT NULL, reason TEXT NOT NULL
        );
        """;

    public Task PrepareAsync(CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            session.ExecuteScript(Schema);
            return true;
        },
        cancellationToken);

    /// <summary>Says how a process stands; to be repeated within <see cref="Silence"/>.</summary>
    public Task ReportAsync(string process, int workers, int busy, WorkerPoolOptions options, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Execute(
            "INSERT OR REPLACE INTO pools (process, workers, busy, minimum, maximum, seen) VALUES ($1, $2, $3, $4, $5, $6)",
            process, workers, busy, options.Minimum, options.Maximum, time.GetUtcNow().UtcTicks),
        cancellationToken);

    public Task RemoveAsync(string process, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.Execute("DELETE FROM pools WHERE process = $1", process), cancellationToken);

    public Task AddChangeAsync(WorkerPoolChange change, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            session.Execute("DELETE FROM pool_changes WHERE id <= (SELECT max(id) FROM pool_changes) - $1", ChangesKept);
            return session.Execute(
                "INSERT INTO pool_changes (at, process, before, after, reason) VALUES ($1, $2, $3, $4, $5)",
                change.At.UtcTicks, change.Process, change.From, change.To, change.Reason);
        },
        cancellationToken);

    public Task<WorkerPoolStatus> ReadStatusAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            (int Workers, int Busy, int Minimum, int Maximum) sum = session.Query(
                "SELECT coalesce(sum(workers), 0), coalesce(sum(busy), 0), coalesce(sum(minimum), 0), coalesce(sum(maximum), 0) FROM pools WHERE seen > $1",
                static row => (row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3)),
                (time.GetUtcNow() - Silence).UtcTicks)[0];
            List<WorkerPoolChange> changes = session.Query(
                "SELECT at, process, before, after, reason FROM pool_changes ORDER BY id DESC LIMIT $1",
                static row => new WorkerPoolChange(new DateTimeOffset(row.GetInt64(0), TimeSpan.Zero), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetString(4)),
                ChangesShown);
            return new WorkerPoolStatus(sum.Workers, sum.Busy, sum.Minimum, sum.Maximum, changes);
        },
        cancellationToken);
}
