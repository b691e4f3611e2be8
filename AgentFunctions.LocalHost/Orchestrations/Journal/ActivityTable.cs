using AgentFunctions.LocalHost.Persistence;

namespace AgentFunctions.LocalHost.Orchestrations.Journal;

/// <summary>The statements on activities that wait to be run or are being run.</summary>
internal static class ActivityTable
{
    private const string Ready = "SELECT no FROM orch_activities WHERE hub = $1 AND locked_until <= $2 ORDER BY no LIMIT 1";

    private const string LockReady =
        $"UPDATE orch_activities SET locked_until = $3, nonce = $4 WHERE no = ({Ready}) RETURNING no, message";

    public static void Add(SqliteSession session, string hub, long instance, string message) =>
        session.Execute("INSERT INTO orch_activities (hub, instance, message) VALUES ($1, $2, $3)", hub, instance, message);

    public static bool HasReady(SqliteSession session, string hub, long now) => session.Find(Ready, hub, now) is not null;

    public static LockedActivity? LockReadyOne(SqliteSession session, string hub, long now, long until, long nonce) => session.Query(
        LockReady,
        row => new LockedActivity(new WorkLock(WorkKind.Activity, row.GetInt64(0), nonce), row.GetString(1)),
        hub, now, until, nonce) is [var locked] ? locked : null;

    /// <summary>Takes a finished activity off the list and says whose it was; null when the lock was lost.</summary>
    public static long? Remove(SqliteSession session, WorkLock held) =>
        session.Find("DELETE FROM orch_activities WHERE no = $1 AND nonce = $2 RETURNING instance", held.Number, held.Nonce);

    public static long? NextDue(SqliteSession session, string hub, long now) =>
        session.Find("SELECT min(locked_until) FROM orch_activities WHERE hub = $1 AND locked_until > $2", hub, now);
}
