using System.Globalization;
using Microsoft.Data.Sqlite;

namespace AgentFunctions.LocalHost.Persistence;

/// <summary>Opens connections with the settings that every user of the database relies on.</summary>
internal static class SqliteConnectionFactory
{
    // SQLITE_CORRUPT and SQLITE_NOTADB of the SQLite C interface.
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(30);

    public static SqliteConnection OpenFile(string file)
    {
        var connection = Create(file, SqliteOpenMode.ReadWriteCreate);
        try
        {
            connection.Open();
            Execute(connection, $"PRAGMA busy_timeout = {(int)BusyTimeout.TotalMilliseconds}");
            CheckFormat(connection, file);
            // NORMAL loses no commit when a process dies, only when the machine does, and then without corruption.
            Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw Explain(exception, file);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static SqliteConnection OpenMemory()
    {
        var connection = Create(":memory:", SqliteOpenMode.Memory);
        connection.Open();
        return connection;
    }

    public static bool IsDamage(SqliteException exception) => exception.SqliteErrorCode is Corrupt or NotADatabase;

    public static Exception Explain(SqliteException exception, string file) => exception.SqliteErrorCode switch
    {
        NotADatabase => new DatabaseUnusableException(file, "it is not a SQLite database. Move it away to start afresh.", exception),
        Corrupt => new DatabaseUnusableException(file, "it is damaged. Restore it or move it away to start afresh.", exception),
        _ => new DatabaseUnusableException(file, exception.Message, exception),
    };

    // Pooled connections would keep the file open after Dispose.
    private static SqliteConnection Create(string source, SqliteOpenMode mode) => new(new SqliteConnectionStringBuilder
    {
        DataSource = source,
        Mode = mode,
        Pooling = false,
        DefaultTimeout = (int)BusyTimeout.TotalSeconds,
    }.ToString());

    private static void CheckFormat(SqliteConnection connection, string file)
    {
        var found = Scalar(connection, "PRAGMA user_version");
        if (found > SqliteDatabase.FormatVersion)
        {
            throw new DatabaseUnusableException(file, string.Create(
                CultureInfo.InvariantCulture,
                $"its format is {found}, written by a newer version; this one reads up to {SqliteDatabase.FormatVersion}."));
        }

        // Reading the schema makes a damaged first page known now and not at the first task.
        Scalar(connection, "SELECT count(*) FROM sqlite_schema");
        if (found < SqliteDatabase.FormatVersion)
        {
            Execute(connection, $"PRAGMA user_version = {SqliteDatabase.FormatVersion}");
        }
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
