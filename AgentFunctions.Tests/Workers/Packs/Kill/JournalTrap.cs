using Microsoft.Data.Sqlite;

namespace AgentFunctions.Tests.Workers.Packs.Kill;

/// <summary>
/// Stops a host in the middle of the transaction that writes a certain thing into its journal: a trigger in the database file then counts without end. The
/// transaction is lost with the host, and nothing of it was ever there.
/// </summary>
internal sealed class JournalTrap : IDisposable
{
    private const int Busy = 5;

    // Seconds that a transaction must be open for to be the one in the trap; others take milliseconds.
    private const int Hanging = 1;

    private readonly SqliteConnection _connection;

    /// <param name="database">The host's database file; a host must have made its tables.</param>
    /// <param name="trigger">When to stop, as SQLite puts it, such as <c>BEFORE INSERT ON orch_activities WHEN …</c>.</param>
    public JournalTrap(string database, string trigger)
    {
        _connection = new SqliteConnection($"Data Source={database};Pooling=False;Default Timeout={Hanging}");
        _connection.Open();
        Run("CREATE VIEW IF NOT EXISTS without_end AS WITH RECURSIVE counting (i) AS (SELECT 1 UNION ALL SELECT 1 FROM counting) SELECT i FROM counting");
        Retry($"CREATE TRIGGER trap {trigger} BEGIN SELECT count(*) FROM without_end; END");
    }

    /// <summary>Returns true when the host hangs; false when it goes on.</summary>
    public bool HoldsHost()
    {
        try
        {
            // Waits for open transactions of others as long as said above.
            Run("BEGIN IMMEDIATE");
        }
        catch (SqliteException e) when (e.SqliteErrorCode == Busy)
        {
            return true;
        }

        Run("ROLLBACK");
        return false;
    }

    /// <summary>Takes the trap away; the host must be dead.</summary>
    public void Dispose()
    {
        Retry("DROP TRIGGER trap");
        _connection.Dispose();
    }

    private void Retry(string sql)
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                Run(sql);
                return;
            }
            catch (SqliteException e) when (e.SqliteErrorCode == Busy && tries < 10)
            {
                // A host had just a transaction open.
            }
        }
    }

    private void Run(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
