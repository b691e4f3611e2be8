using AgentFunctions.LocalHost.Persistence;
using AgentFunctions.LocalHost.Sdk;
using Azure.Messaging.ServiceBus;

namespace AgentFunctions.LocalHost.ServiceBus;

/// <summary>The statements that only look at messages.</summary>
internal static class MessageView
{
    // The inner query is answered from the index alone, so bodies are read only of what is returned.
    private const string PeekMain = $"""
        SELECT {MessageRow.Columns} FROM bus_messages WHERE seq IN
            (SELECT seq FROM bus_messages WHERE queue = $1 AND state IN (0, 1) AND seq >= $2 ORDER BY seq LIMIT $3)
        ORDER BY seq
        """;

    private const string PeekDead = $"""
        SELECT {MessageRow.Columns} FROM bus_messages WHERE seq IN
            (SELECT seq FROM bus_messages WHERE queue = $1 AND state = 2 AND seq >= $2 ORDER BY seq LIMIT $3)
        ORDER BY seq
        """;

    private const string CountAll = """
        SELECT
            (SELECT count(*) FROM bus_messages WHERE queue = $1 AND state = 0 AND due <= $2),
            (SELECT count(*) FROM bus_messages WHERE queue = $1 AND state = 0 AND due > $2),
            (SELECT count(*) FROM bus_messages WHERE queue = $1 AND state = 1),
            (SELECT count(*) FROM bus_messages WHERE queue = $1 AND state = 2)
        """;

    private const string EarliestDue = """
        SELECT min(due) FROM (
            SELECT min(due) AS due FROM bus_messages WHERE queue = $1 AND state = 0
            UNION ALL
            SELECT min(due) FROM bus_messages WHERE queue = $1 AND state = 1)
        """;

    public static IReadOnlyList<ServiceBusReceivedMessage> Peek(SqliteSession session, DeclaredQueue queue, PeekRange range) =>
        session.Query(
            range.SubQueue == SubQueue.DeadLetter ? PeekDead : PeekMain,
            static row => MessageRow.Read(row, isLocked: false),
            queue.Id, range.FromSequenceNumber, range.Max);

    public static QueueCounts Count(SqliteSession session, DeclaredQueue queue, long now) =>
        session.Query(
            CountAll,
            static row => new QueueCounts(
                Active: row.GetInt64(0) + row.GetInt64(2),
                Locked: row.GetInt64(2),
                Scheduled: row.GetInt64(1),
                DeadLettered: row.GetInt64(3)),
            queue.Id, now)[0];

    /// <summary>When a message becomes available next, by its schedule or by the end of its lock; in ticks.</summary>
    public static long? NextDue(SqliteSession session, DeclaredQueue queue) => session.Find(EarliestDue, queue.Id);
}
