namespace AgentFunctions.LocalHost.Orchestrations.Journal;

/// <summary>Tables of the orchestrations. Times are UTC ticks of 100 ns; a row is locked while locked_until lies ahead.</summary>
internal static class JournalSchema
{
    // AUTOINCREMENT, because what is still on its way to a deleted instance must not meet another one under its number.
    public const string Script = """
        CREATE TABLE IF NOT EXISTS orch_instances (
            no            INTEGER PRIMARY KEY AUTOINCREMENT,
            hub           TEXT NOT NULL,
            id            TEXT NOT NULL,
            execution     TEXT NOT NULL,
            name          TEXT NOT NULL,
            status        INTEGER NOT NULL,
            created       INTEGER NOT NULL,
            updated       INTEGER NOT NULL,
            start_at      INTEGER NOT NULL,
            locked_until  INTEGER NOT NULL DEFAULT 0,
            nonce         INTEGER NOT NULL DEFAULT 0,
            tags          TEXT,
            input         TEXT,
            output        TEXT,
            custom_status TEXT,
            failure       TEXT,
            UNIQUE (hub, id)
        );
        CREATE INDEX IF NOT EXISTS orch_instances_by_status ON orch_instances (hub, status, no);
        CREATE INDEX IF NOT EXISTS orch_instances_by_lock ON orch_instances (locked_until) WHERE locked_until > 0;
        CREATE TABLE IF NOT EXISTS orch_history (
            instance INTEGER NOT NULL,
            seq      INTEGER NOT NULL,
            event    TEXT NOT NULL,
            PRIMARY KEY (instance, seq)
        );
        CREATE TABLE IF NOT EXISTS orch_inbox (
            seq      INTEGER PRIMARY KEY AUTOINCREMENT,
            instance INTEGER NOT NULL,
            due      INTEGER NOT NULL,
            message  TEXT NOT NULL
        );
        CREATE INDEX IF NOT EXISTS orch_inbox_by_due ON orch_inbox (due);
        CREATE INDEX IF NOT EXISTS orch_inbox_by_instance ON orch_inbox (instance, due);
        CREATE TABLE IF NOT EXISTS orch_activities (
            no           INTEGER PRIMARY KEY AUTOINCREMENT,
            hub          TEXT NOT NULL,
            instance     INTEGER NOT NULL,
            locked_until INTEGER NOT NULL DEFAULT 0,
            nonce        INTEGER NOT NULL DEFAULT 0,
            message      TEXT NOT NULL
        );
        CREATE INDEX IF NOT EXISTS orch_activities_by_lock ON orch_activities (hub, locked_until, no);
        CREATE INDEX IF NOT EXISTS orch_activities_by_instance ON orch_activities (instance);
        """;
}
