using AgentFunctions.LocalHost.Persistence;

namespace AgentFunctions.LocalHost.Orchestrations.Journal;

/// <summary>The statements on messages that wait for an instance.</summary>
internal static class InboxTable
{
    // A step takes in no more than this at once, so that its transaction stays short.
    private const int MostAtOnce = 1_000;

    public static void Add(SqliteSession session, long instance, long due, string message) =>
        session.Execute("INSERT INTO orch_inbox (instance, due, message) VALUES ($1, $2, $3)", instance, due, message);

    /// <summary>Adds a message for an instance that may be gone or finished; then nobody wants it any more.</summary>
    public static void Deliver(SqliteSession session, string hub, string instance, string message, long now)
    {
        if (InstanceTable.Find(session, hub, instance, withTexts: false) is { IsFinal: false } target)
        {
            // Nothing reaches an instance before the message that starts it.
            Add(session, target.Number, Math.Max(now, target.StartAt), message);
        }
    }

    public static List<InboxRow> Due(SqliteSession session, long instance, long now) => session.Query(
        "SELECT seq, message FROM orch_inbox WHERE instance = $1 AND due <= $2 ORDER BY due, seq LIMIT $3",
        static row => new InboxRow(row.GetInt64(0), row.GetString(1)), instance, now, MostAtOnce);

    public static void Remove(SqliteSession session, IReadOnlyList<long> sequences)
    {
        foreach (var sequence in sequences)
        {
            session.Execute("DELETE FROM orch_inbox WHERE seq = $1", sequence);
        }
    }

    public static void Clear(SqliteSession session, long instance) => session.Execute("DELETE FROM orch_inbox WHERE instance = $1", instance);

    /// <summary>When the next message or lock is due after <paramref name="now"/>; null when none is.</summary>
    public static long? NextDue(SqliteSession session, long now) => session.Find(
        """
        SELECT min(due) FROM (
            SELECT min(due) AS due FROM orch_inbox WHERE due > $1
            UNION ALL
            SELECT min(locked_until) FROM orch_instances WHERE locked_until > 0 AND locked_until > $1)
        """,
        now);
}
