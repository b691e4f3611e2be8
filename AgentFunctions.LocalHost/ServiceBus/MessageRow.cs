using System.Collections.ObjectModel;
using Azure.Messaging.ServiceBus;
using Microsoft.Data.Sqlite;

namespace AgentFunctions.LocalHost.ServiceBus;

/// <summary>Reads a stored message as receivers see it.</summary>
internal static class MessageRow
{
    /// <summary>The columns in the order in which <see cref="Read"/> takes them.</summary>
    public const string Columns =
        "seq, state, due, enqueued, deliveries, nonce, message_id, content_type, subject, correlation_id, properties, dead_reason, dead_description, body";

    /// <param name="row">A row of <see cref="Columns"/>.</param>
    /// <param name="isLocked">Whether the message is handed out under a lock; else it is only looked at.</param>
    public static ServiceBusReceivedMessage Read(SqliteDataReader row, bool isLocked)
    {
        var sequenceNumber = row.GetInt64(0);
        return new ServiceBusReceivedMessage
        {
            SequenceNumber = sequenceNumber,
            EnqueuedTime = Utc(row.GetInt64(3)),
            DeliveryCount = row.GetInt32(4) - (IsUnderway(row, isLocked) ? 1 : 0),
            LockToken = (isLocked ? new LockToken(sequenceNumber, row.GetInt64(5)) : default).ToString(),
            LockedUntil = isLocked ? Utc(row.GetInt64(2)) : default,
            MessageId = Text(row, 6),
            ContentType = Text(row, 7),
            Subject = Text(row, 8),
            CorrelationId = Text(row, 9),
            ApplicationProperties = Properties(row),
            Body = BinaryData.FromBytes((byte[])row[13]),
        };
    }

    // A look counts the deliveries that ended; the one that somebody else is busy with has not.
    private static bool IsUnderway(SqliteDataReader row, bool isLocked) =>
        !isLocked && row.GetInt32(1) == (int)MessageState.Locked;

    private static ReadOnlyDictionary<string, object> Properties(SqliteDataReader row)
    {
        var properties = PropertyCodec.Decode(Text(row, 10));
        // Azure tells the cause of death by application properties as well.
        if (Text(row, 11) is { } reason)
        {
            properties[ServiceBusReceivedMessage.DeadLetterReasonName] = reason;
        }

        if (Text(row, 12) is { } description)
        {
            properties[ServiceBusReceivedMessage.DeadLetterDescriptionName] = description;
        }

        return properties.AsReadOnly();
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset Utc(long ticks) => new(ticks, TimeSpan.Zero);
}
