using System.Globalization;
using Microsoft.Data.Sqlite;

namespace AgentFunctions.LocalHost.Persistence;

/// <summary>
/// One connection with its prepared statements, each kept for the connection's life. SQL refers to its arguments
/// as $1, $2, … so texts should be constants. Not safe for use by more than one thread.
/// </summary>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _statements = new(StringComparer.Ordinal);

    public SqliteConnection Connection { get; } = connection;

    /// <summary>Runs a statement and returns the number of rows that it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> arguments) => Bind(sql, arguments).ExecuteNonQuery();

    /// <summary>The first column of the first row as a number; 0 when there is no row or it is NULL.</summary>
    public long Scalar(string sql, params ReadOnlySpan<object?> arguments) => Find(sql, arguments) ?? 0;

    /// <summary>The first column of the first row as a number; null when there is no row or it is NULL.</summary>
    public long? Find(string sql, params ReadOnlySpan<object?> arguments) =>
        Bind(sql, arguments).ExecuteScalar() is { } value and not DBNull ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : null;

    /// <summary>All rows, each turned into a value by <paramref name="read"/>.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> arguments)
    {
        var rows = new List<T>();
        using var reader = Bind(sql, arguments).ExecuteReader();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Runs several statements without arguments, such as a schema; they are not kept prepared.</summary>
    public void ExecuteScript(string sql)
    {
        using var command = Connection.CreateCommand();
#pragma warning disable CA2100 // Scripts are constants of this project.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        Connection.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> arguments)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = Prepare(sql, arguments.Length);
            _statements.Add(sql, statement);
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            statement.Parameters[i].Value = arguments[i] ?? DBNull.Value;
        }

        return statement;
    }

    private SqliteCommand Prepare(string sql, int arguments)
    {
        var statement = Connection.CreateCommand();
#pragma warning disable CA2100 // Texts are constants of this project; values travel as parameters.
        statement.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 1; i <= arguments; i++)
        {
            statement.Parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${i}") });
        }

        return statement;
    }
}
