using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace AgentFunctions.LocalHost.Persistence;

/// <summary>
/// A thread that owns one connection and does the work handed to it, many waiting writes to a transaction.
/// </summary>
internal sealed class SqliteWorker : IAsyncDisposable
{
    private const int MaxWaiting = 4096;

    // Bounds how long one process keeps the file's write lock from the others.
    private const int MaxGroup = 256;

    private readonly Channel<SqliteWork> _waiting = Channel.CreateBounded<SqliteWork>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SqliteSession _session;
    private readonly SqliteTransactions _transactions;
    private readonly string _file;

    public SqliteWorker(SqliteConnection connection, string file, string threadName)
    {
        _session = new SqliteSession(connection);
        _transactions = new SqliteTransactions(connection);
        _file = file;
        new Thread(WorkUntilClosed) { Name = threadName, IsBackground = true }.Start();
    }

    public async Task<T> RunAsync<T>(Func<SqliteSession, T> work, bool isWrite, CancellationToken cancellationToken)
    {
        var item = new SqliteWork<T>(work) { IsWrite = isWrite, CancellationToken = cancellationToken };
        try
        {
            await _waiting.Writer.WriteAsync(item, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteDatabase), $"The database '{_file}' is closed.");
        }

        return await item.Outcome.ConfigureAwait(false);
    }

    /// <summary>Does the work that is waiting, then ends the thread and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _ended.Task.ConfigureAwait(false);
    }

    private void WorkUntilClosed()
    {
        var group = new List<SqliteWork>(MaxGroup);
        // Blocking is right here: the thread has nothing else to do, and SQLite itself is synchronous.
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            TakeGroup(group);
            RunReads(group);
            RunWrites(group);
            group.ForEach(static work => work.Settle());
            group.Clear();
        }

        _session.Dispose();
        _ended.SetResult();
    }

    private void TakeGroup(List<SqliteWork> group)
    {
        while (group.Count < MaxGroup && _waiting.Reader.TryRead(out var work))
        {
            if (work.CancellationToken.IsCancellationRequested)
            {
                work.Withdraw();
            }
            else
            {
                group.Add(work);
            }
        }
    }

    private void RunReads(List<SqliteWork> group)
    {
        foreach (var work in group.Where(static work => !work.IsWrite))
        {
            Try(work);
        }
    }

    private void RunWrites(List<SqliteWork> group)
    {
        var writes = group.Where(static work => work.IsWrite).ToList();
        if (writes.Count == 0)
        {
            return;
        }

        try
        {
            _transactions.Begin();
            writes.ForEach(RunIsolated);
            _transactions.Commit();
        }
        catch (SqliteException exception)
        {
            _transactions.RollbackIfOpen();
            // Nothing of the group is stored, so nobody in it may believe so.
            writes.ForEach(work => work.Failure ??= Explain(exception));
        }
    }

    private void RunIsolated(SqliteWork work)
    {
        _transactions.Savepoint();
        Try(work);
        if (work.Failure is null)
        {
            _transactions.Release();
        }
        else
        {
            // Fails when SQLite itself ended the transaction (disk full, I/O error): then the group has failed.
            _transactions.RollbackToSavepoint();
        }
    }

#pragma warning disable CA1031 // Whatever the work throws belongs to its caller, and must not end the thread.
    private void Try(SqliteWork work)
    {
        try
        {
            work.Run(_session);
        }
        catch (Exception exception)
        {
            work.Failure = Explain(exception);
        }
    }
#pragma warning restore CA1031

    private Exception Explain(Exception exception) =>
        exception is SqliteException sqlite && SqliteConnectionFactory.IsDamage(sqlite)
            ? SqliteConnectionFactory.Explain(sqlite, _file)
            : exception;
}
