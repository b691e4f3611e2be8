namespace AgentFunctions.LocalHost.Persistence;

/// <summary>
/// One SQLite database, either a file that several processes share or a private one in memory.
/// Writes of one process are grouped into few transactions; each caller still gets its own outcome.
/// </summary>
/// <remarks>
/// It knows nothing of what is stored: each user creates its own tables with CREATE TABLE IF NOT EXISTS.
/// Work handed in runs on a database thread, so it must not block on anything but the database.
/// </remarks>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    /// <summary>Layout of the file as a whole, kept in PRAGMA user_version; raised when older hosts can no longer read it.</summary>
    public const int FormatVersion = 1;

    private readonly SqliteWorker _writer;
    private readonly SqliteWorker _reader;

    private SqliteDatabase(SqliteWorker writer, SqliteWorker reader, bool isShared)
    {
        _writer = writer;
        _reader = reader;
        ForeignCommits = new ForeignCommitWatch(isShared ? ReadDataVersionAsync : null);
    }

    /// <summary>Tells of commits that other processes make to the same file; silent for a database in memory.</summary>
    public ForeignCommitWatch ForeignCommits { get; }

    /// <summary>Opens the file, creating it and its folder when absent.</summary>
    /// <exception cref="DatabaseUnusableException">The file is no SQLite database, is damaged, or is from a newer version.</exception>
    public static SqliteDatabase Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var file = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var writer = new SqliteWorker(SqliteConnectionFactory.OpenFile(file), file, "sqlite-writer");
        // A second connection, because in WAL mode readers need not wait for the writer.
        var reader = new SqliteWorker(SqliteConnectionFactory.OpenFile(file), file, "sqlite-reader");
        return new SqliteDatabase(writer, reader, isShared: true);
    }

    /// <summary>A database that lives as long as this object and that nobody else can see.</summary>
    /// <param name="name">Stands in error messages where a file's path would.</param>
    public static SqliteDatabase InMemory(string name = "in-memory")
    {
        // Private memory belongs to one connection, so reads share the writer's thread.
        var only = new SqliteWorker(SqliteConnectionFactory.OpenMemory(), name, "sqlite-memory");
        return new SqliteDatabase(only, only, isShared: false);
    }

    /// <summary>
    /// Runs <paramref name="work"/> within a transaction that it may share with other callers' work. When it throws,
    /// its own changes alone are undone and the caller gets the exception. The task ends after the commit.
    /// </summary>
    /// <param name="work">What to write. It may run only once and sees all writes before it.</param>
    /// <param name="cancellationToken">Takes back work that has not begun; begun work runs to its end.</param>
    /// <exception cref="ObjectDisposedException">The database is closed.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) =>
        _writer.RunAsync(work, isWrite: true, cancellationToken);

    /// <summary>Runs <paramref name="work"/> on what is committed; it must not write.</summary>
    /// <exception cref="ObjectDisposedException">The database is closed.</exception>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) =>
        _reader.RunAsync(work, isWrite: false, cancellationToken);

    /// <summary>Finishes all work that was handed in, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        ForeignCommits.Dispose();
        await _reader.DisposeAsync().ConfigureAwait(false);
        await _writer.DisposeAsync().ConfigureAwait(false);
    }

    // On the writer's connection, because only there own commits leave the number unchanged.
    private Task<long> ReadDataVersionAsync() =>
        _writer.RunAsync(static session => session.Scalar("PRAGMA data_version"), isWrite: false, CancellationToken.None);
}
