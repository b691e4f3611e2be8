using AgentFunctions.LocalHost.Persistence;
using DurableTask.Core;
using Microsoft.Data.Sqlite;

namespace AgentFunctions.LocalHost.Orchestrations.Journal;

/// <summary>The statements on instances and their history.</summary>
internal static class InstanceTable
{
    private const string WithTexts =
        "no, id, execution, name, status, created, updated, start_at, tags, input, output, custom_status, failure";

    // Payloads are left in the file when nobody asks for them.
    private const string WithoutTexts =
        "no, id, execution, name, status, created, updated, start_at, tags, NULL, NULL, NULL, NULL";

    private const string Filter = """
         FROM orch_instances WHERE hub = $1 AND no > $2 AND ($3 = -1 OR (1 << status) & $3 <> 0)
            AND created >= $4 AND created <= $5 AND ($6 = '' OR substr(id, 1, length($6)) = $6)
        ORDER BY no LIMIT $7
        """;

    // The oldest message that is due decides, so that no busy instance keeps the others waiting.
    private const string Ready = """
        SELECT i.no FROM orch_inbox m JOIN orch_instances i ON i.no = m.instance
        WHERE m.due <= $2 AND i.locked_until <= $2 AND i.hub = $1 ORDER BY m.due, m.seq LIMIT 1
        """;

    private const string LockReady =
        $"UPDATE orch_instances SET locked_until = $3, nonce = $4 WHERE no = ({Ready}) RETURNING no, id, execution";

    private const string Store = """
        UPDATE orch_instances SET execution = $3, status = $4, input = $5, output = $6, custom_status = $7, failure = $8,
            updated = $9, locked_until = 0, nonce = 0
        WHERE no = $1 AND nonce = $2
        """;

    public static InstanceRow? Find(SqliteSession session, string hub, string id, bool withTexts) => session.Query(
        withTexts ? $"SELECT {WithTexts} FROM orch_instances WHERE hub = $1 AND id = $2" : $"SELECT {WithoutTexts} FROM orch_instances WHERE hub = $1 AND id = $2",
        Read, hub, id) is [var row] ? row : null;

    public static List<InstanceRow> List(SqliteSession session, string hub, InstanceFilter filter) => session.Query(
        filter.WithTexts ? $"SELECT {WithTexts}{Filter}" : $"SELECT {WithoutTexts}{Filter}",
        Read, hub, filter.After, filter.StatusMask, filter.CreatedFrom, filter.CreatedTo, filter.IdPrefix, filter.Max);

    public static long Insert(SqliteSession session, string hub, NewInstance instance, long now) => session.Scalar(
        """
        INSERT INTO orch_instances (hub, id, execution, name, status, created, updated, start_at, tags, input)
        VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9) RETURNING no
        """,
        hub, instance.Id, instance.Execution, instance.Name, (long)OrchestrationStatus.Pending, now, instance.StartAt, instance.Tags, instance.Input);

    /// <summary>Removes an instance and all that belongs to it.</summary>
    public static void Delete(SqliteSession session, long number)
    {
        session.Execute("DELETE FROM orch_history WHERE instance = $1", number);
        session.Execute("DELETE FROM orch_inbox WHERE instance = $1", number);
        session.Execute("DELETE FROM orch_activities WHERE instance = $1", number);
        session.Execute("DELETE FROM orch_instances WHERE no = $1", number);
    }

    public static bool HasReady(SqliteSession session, string hub, long now) => session.Find(Ready, hub, now) is not null;

    /// <summary>Locks the instance that has waited longest, without its history.</summary>
    public static LockedInstance? LockReadyOne(SqliteSession session, string hub, long now, long until, long nonce) => session.Query(
        LockReady,
        row => new LockedInstance(new WorkLock(WorkKind.Step, row.GetInt64(0), nonce), row.GetString(1), row.GetString(2), [], []),
        hub, now, until, nonce) is [var locked] ? locked : null;

    public static bool IsHeld(SqliteSession session, WorkLock held) =>
        session.Find("SELECT 1 FROM orch_instances WHERE no = $1 AND nonce = $2", held.Number, held.Nonce) is not null;

    public static void Change(SqliteSession session, WorkLock held, InstanceChange change, long now) => session.Execute(
        Store, held.Number, held.Nonce, change.Execution, (long)change.Status, change.Input, change.Output, change.CustomStatus, change.Failure, now);

    /// <summary>Ends an instance that has not begun.</summary>
    public static void Terminate(SqliteSession session, long number, string? output, long now)
    {
        session.Execute(
            "UPDATE orch_instances SET status = $2, output = $3, updated = $4 WHERE no = $1", number, (long)OrchestrationStatus.Terminated, output, now);
        session.Execute("DELETE FROM orch_inbox WHERE instance = $1", number);
    }

    public static bool IsOfExecution(SqliteSession session, long number, string execution) =>
        session.Find("SELECT 1 FROM orch_instances WHERE no = $1 AND execution = $2", number, execution) is not null;

    public static bool IsLocked(SqliteSession session, long number, long now) =>
        session.Find("SELECT 1 FROM orch_instances WHERE no = $1 AND locked_until > $2", number, now) is not null;

    public static List<string> History(SqliteSession session, long number) => session.Query(
        "SELECT event FROM orch_history WHERE instance = $1 ORDER BY seq", static row => row.GetString(0), number);

    public static void ForgetHistory(SqliteSession session, long number) =>
        session.Execute("DELETE FROM orch_history WHERE instance = $1", number);

    public static void Append(SqliteSession session, long number, IReadOnlyList<string> events)
    {
        var next = session.Scalar("SELECT coalesce(max(seq) + 1, 0) FROM orch_history WHERE instance = $1", number);
        foreach (var text in events)
        {
            session.Execute("INSERT INTO orch_history (instance, seq, event) VALUES ($1, $2, $3)", number, next++, text);
        }
    }

    /// <summary>Numbers of instances that ended before <paramref name="limit"/>.</summary>
    public static List<long> Ended(SqliteSession session, string hub, long limit, int max) => session.Query(
        $"SELECT no FROM orch_instances WHERE hub = $1 AND status IN {StatusRules.FinalStates} AND updated < $2 LIMIT $3",
        static row => row.GetInt64(0), hub, limit, max);

    private static InstanceRow Read(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), (OrchestrationStatus)row.GetInt32(4),
        row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), Text(row, 8), Text(row, 9), Text(row, 10), Text(row, 11), Text(row, 12));

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
