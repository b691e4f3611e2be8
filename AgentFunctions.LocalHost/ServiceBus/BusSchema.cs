namespace AgentFunctions.LocalHost.ServiceBus;

/// <summary>Tables of the embedded Service Bus. Times are UTC ticks of 100 ns.</summary>
internal static class BusSchema
{
    // AUTOINCREMENT, because a sequence number must not come back when the newest message is gone. The one index
    // serves receiving, lock expiry and counting: see MessageState for what "due" means.
    public const string Script = """
        CREATE TABLE IF NOT EXISTS bus_queues (
            id   INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE COLLATE NOCASE
        );
        CREATE TABLE IF NOT EXISTS bus_messages (
            seq              INTEGER PRIMARY KEY AUTOINCREMENT,
            queue            INTEGER NOT NULL,
            state            INTEGER NOT NULL,
            due              INTEGER NOT NULL,
            enqueued         INTEGER NOT NULL,
            deliveries       INTEGER NOT NULL DEFAULT 0,
            nonce            INTEGER NOT NULL DEFAULT 0,
            message_id       TEXT,
            content_type     TEXT,
            subject          TEXT,
            correlation_id   TEXT,
            properties       TEXT,
            dead_reason      TEXT,
            dead_description TEXT,
            body             BLOB NOT NULL
        );
        CREATE INDEX IF NOT EXISTS bus_messages_by_state ON bus_messages (queue, state, due);
        CREATE TABLE IF NOT EXISTS bus_message_ids (
            queue      INTEGER NOT NULL,
            message_id TEXT NOT NULL,
            expires    INTEGER NOT NULL,
            PRIMARY KEY (queue, message_id)
        ) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS bus_message_ids_by_expiry ON bus_message_ids (expires);
        """;
}
