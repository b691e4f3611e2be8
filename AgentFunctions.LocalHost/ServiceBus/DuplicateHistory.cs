using AgentFunctions.LocalHost.Persistence;

namespace AgentFunctions.LocalHost.ServiceBus;

/// <summary>The message ids seen within a queue's duplicate detection window.</summary>
internal static class DuplicateHistory
{
    // A send pays for the removal of a few ids more than it adds, so that the table cannot grow for ever and no
    // single send stalls on a backlog of old ids.
    private const int PurgedWithOneSend = 64;

    // A remembered id keeps its time: what is sent again and again is accepted once a window.
    private const string Remember = """
        INSERT INTO bus_message_ids (queue, message_id, expires) VALUES ($1, $2, $3)
        ON CONFLICT (queue, message_id) DO UPDATE SET expires = excluded.expires WHERE expires <= $4
        """;

    private const string PurgeExpired = """
        DELETE FROM bus_message_ids WHERE (queue, message_id) IN
            (SELECT queue, message_id FROM bus_message_ids WHERE expires <= $1 ORDER BY expires LIMIT $2)
        """;

    /// <summary>Remembers the id; false when it is remembered already.</summary>
    public static bool TryAdd(SqliteSession session, DeclaredQueue queue, string? messageId, long now)
    {
        var window = queue.Options.DuplicateDetectionWindow.Ticks;
        return window == 0 || messageId is null || session.Execute(Remember, queue.Id, messageId, now + window, now) == 1;
    }

    public static void Purge(SqliteSession session, int sent, long now) =>
        session.Execute(PurgeExpired, now, sent + PurgedWithOneSend);
}
