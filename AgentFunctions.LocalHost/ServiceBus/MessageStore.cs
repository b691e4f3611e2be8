using AgentFunctions.LocalHost.Persistence;
using AgentFunctions.LocalHost.Sdk;
using Azure.Messaging.ServiceBus;

namespace AgentFunctions.LocalHost.ServiceBus;

/// <summary>The statements that change messages; no other class writes a message's state.</summary>
internal static class MessageStore
{
    // After MaxDeliveryCount deliveries the message goes to the dead letters, else back to the place it had.
    private const string Release = """
        UPDATE bus_messages SET nonce = 0,
            state = iif(deliveries >= $2, 2, 0),
            due = iif(deliveries >= $2, $1, enqueued),
            dead_reason = iif(deliveries >= $2, 'MaxDeliveryCountExceeded', NULL),
            dead_description = iif(deliveries >= $2, 'The message was delivered ' || deliveries || ' times without being completed.', NULL)
        WHERE state = 1 AND
        """;

    private const string ReleaseExpired = Release + " queue = $3 AND due <= $1";

    private const string ReleaseOne = Release + " due > $1 AND seq = $3 AND nonce = $4 AND queue = $5";

    private const string Held = " WHERE state = 1 AND due > $1 AND seq = $2 AND nonce = $3 AND queue = $4";

    private const string Lock = $"""
        UPDATE bus_messages SET state = 1, due = $3, nonce = $4, deliveries = deliveries + 1
        WHERE seq IN (SELECT seq FROM bus_messages WHERE queue = $1 AND state = 0 AND due <= $2 ORDER BY due, seq LIMIT $5)
        RETURNING {MessageRow.Columns}
        """;

    private const string InsertOne = """
        INSERT INTO bus_messages
            (queue, state, due, enqueued, message_id, content_type, subject, correlation_id, properties, body)
        VALUES ($1, 0, $2, $2, $3, $4, $5, $6, $7, $8)
        RETURNING seq
        """;

    /// <returns>The sequence number of the message, also of one that was dropped as a duplicate.</returns>
    public static long Add(SqliteSession session, DeclaredQueue queue, OutgoingMessage message, long now)
    {
        var sequenceNumber = session.Scalar(
            InsertOne, queue.Id, Math.Max(now, message.ScheduledTicks), message.MessageId, message.ContentType,
            message.Subject, message.CorrelationId, message.Properties, message.Body);
        if (!DuplicateHistory.TryAdd(session, queue, message.MessageId, now))
        {
            session.Execute("DELETE FROM bus_messages WHERE seq = $1", sequenceNumber);
        }

        return sequenceNumber;
    }

    public static bool CancelScheduled(SqliteSession session, DeclaredQueue queue, long sequenceNumber, long now) =>
        session.Execute(
            "DELETE FROM bus_messages WHERE state = 0 AND due > $1 AND seq = $2 AND queue = $3", now, sequenceNumber, queue.Id) == 1;

    public static bool HasExpiredLock(SqliteSession session, DeclaredQueue queue, long now) =>
        session.Find("SELECT 1 FROM bus_messages WHERE queue = $1 AND state = 1 AND due <= $2 LIMIT 1", queue.Id, now) is not null;

    public static int FreeExpiredLocks(SqliteSession session, DeclaredQueue queue, long now) =>
        session.Execute(ReleaseExpired, now, queue.Options.MaxDeliveryCount, queue.Id);

    public static List<ServiceBusReceivedMessage> Receive(SqliteSession session, DeclaredQueue queue, int max, long now)
    {
        FreeExpiredLocks(session, queue, now);
        var messages = session.Query(
            Lock,
            static row => MessageRow.Read(row, isLocked: true),
            queue.Id, now, now + queue.Options.LockDuration.Ticks, Random.Shared.NextInt64(), max);
        // RETURNING tells the rows in the order in which SQLite met them.
        messages.Sort(static (a, b) => (a.EnqueuedTime, a.SequenceNumber).CompareTo((b.EnqueuedTime, b.SequenceNumber)));
        return messages;
    }

    public static bool Complete(SqliteSession session, DeclaredQueue queue, LockToken token, long now) =>
        session.Execute("DELETE FROM bus_messages" + Held, now, token.SequenceNumber, token.Nonce, queue.Id) == 1;

    public static bool Abandon(
        SqliteSession session, DeclaredQueue queue, LockToken token, IDictionary<string, object>? changes, long now)
    {
        Modify(session, queue, token, changes, now);
        return session.Execute(
            ReleaseOne, now, queue.Options.MaxDeliveryCount, token.SequenceNumber, token.Nonce, queue.Id) == 1;
    }

    public static bool DeadLetter(SqliteSession session, DeclaredQueue queue, LockToken token, DeadLetterCause cause, long now)
    {
        Modify(session, queue, token, cause.PropertiesToModify, now);
        return session.Execute(
            "UPDATE bus_messages SET state = 2, due = $1, nonce = 0, dead_reason = $5, dead_description = $6" + Held,
            now, token.SequenceNumber, token.Nonce, queue.Id, cause.Reason, cause.Description) == 1;
    }

    public static bool Renew(SqliteSession session, DeclaredQueue queue, LockToken token, long now) =>
        session.Execute(
            "UPDATE bus_messages SET due = $5" + Held,
            now, token.SequenceNumber, token.Nonce, queue.Id, now + queue.Options.LockDuration.Ticks) == 1;

    public static RenewedLocks RenewAll(SqliteSession session, DeclaredQueue queue, IReadOnlyList<string> tokens, long now)
    {
        string[] ended = [.. tokens.Where(text => !LockToken.TryParse(text, out var token) || !Renew(session, queue, token.Value, now))];
        return new RenewedLocks(new DateTimeOffset(now, TimeSpan.Zero) + queue.Options.LockDuration, ended);
    }

    private static void Modify(
        SqliteSession session, DeclaredQueue queue, LockToken token, IDictionary<string, object>? changes, long now)
    {
        if (changes is null or { Count: 0 })
        {
            return;
        }

        var stored = session.Query(
            "SELECT properties FROM bus_messages" + Held,
            static row => row.IsDBNull(0) ? null : row.GetString(0),
            now, token.SequenceNumber, token.Nonce, queue.Id);
        if (stored is not [var properties])
        {
            return;
        }

        var merged = PropertyCodec.Decode(properties);
        foreach (var (name, value) in changes)
        {
            merged[name] = value;
        }

        session.Execute(
            "UPDATE bus_messages SET properties = $2 WHERE seq = $1", token.SequenceNumber, PropertyCodec.Encode(merged));
    }
}
