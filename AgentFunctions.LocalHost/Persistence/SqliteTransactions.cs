using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AgentFunctions.LocalHost.Persistence;

/// <summary>
/// Transaction control below ADO.NET: there a busy file makes the thread sleep 150 ms at a time, which is far
/// longer than another process's transaction lasts.
/// </summary>
internal sealed class SqliteTransactions(SqliteConnection connection)
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(1);

    /// <summary>Takes the file's write lock, waiting for other processes to release it.</summary>
    public void Begin()
    {
        var started = Stopwatch.GetTimestamp();
        raw.sqlite3_busy_timeout(connection.Handle, 0);
        try
        {
            int code;
            while ((code = Run("BEGIN IMMEDIATE")) == raw.SQLITE_BUSY && Stopwatch.GetElapsedTime(started) < GiveUpAfter)
            {
                Thread.Sleep(RetryAfter);
            }

            SqliteException.ThrowExceptionForRC(code, connection.Handle);
        }
        finally
        {
            raw.sqlite3_busy_timeout(connection.Handle, (int)GiveUpAfter.TotalMilliseconds);
        }
    }

    public void Commit() => Require("COMMIT");

    public void Savepoint() => Require("SAVEPOINT work");

    public void Release() => Require("RELEASE work");

    public void RollbackToSavepoint() => Require("ROLLBACK TO work; RELEASE work");

    public void RollbackIfOpen()
    {
        if (raw.sqlite3_get_autocommit(connection.Handle) == 0)
        {
            // Ignored on purpose: SQLite rolls back by itself where this fails.
            _ = Run("ROLLBACK");
        }
    }

    private void Require(string sql) => SqliteException.ThrowExceptionForRC(Run(sql), connection.Handle);

    private int Run(string sql) => raw.sqlite3_exec(connection.Handle, sql);
}
