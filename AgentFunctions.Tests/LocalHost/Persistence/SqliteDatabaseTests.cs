using AgentFunctions.LocalHost.Persistence;
using AgentFunctions.Tests.Servers;
using Microsoft.Data.Sqlite;

namespace AgentFunctions.Tests.LocalHost.Persistence;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string File => _folder.File("data/local.db");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WriteAsync_many_at_once_stores_each_and_gives_each_caller_its_own_result(bool inMemory)
    {
        await using var database = await CreateSutAsync(inMemory);

        var results = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => InsertAsync(database, i)));

        Assert.Equal(Enumerable.Range(0, 1_000), results);
        Assert.Equal(1_000, await CountAsync(database));
    }

    [Fact]
    public async Task WriteAsync_one_failing_in_a_group_fails_alone_and_leaves_nothing_behind()
    {
        await using var database = await CreateSutAsync();
        using var gate = new ManualResetEventSlim();
        var first = await HoldWriterAsync(database, gate);
        var writes = Enumerable.Range(0, 50).Select(i => database.WriteAsync(
            session =>
            {
                session.Execute("INSERT INTO numbers (n) VALUES ($1)", i);
                return i % 10 == 3 ? throw new InvalidOperationException($"no {i}") : i;
            },
            Cancelled)).ToArray();
        gate.Set();
        Assert.True(await first);

        for (var i = 0; i < writes.Length; i++)
        {
            if (i % 10 == 3)
            {
                var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => writes[i]);
                Assert.Equal($"no {i}", exception.Message);
            }
            else
            {
                Assert.Equal(i, await writes[i]);
            }
        }

        Assert.Equal(45, await CountAsync(database));
    }

    [Fact]
    public async Task WriteAsync_breaking_a_constraint_in_a_group_fails_alone()
    {
        await using var database = await CreateSutAsync();

        var writes = new[] { 1, 2, 1, 3 }.Select(i => InsertAsync(database, i)).ToArray();

        var exception = await Assert.ThrowsAsync<SqliteException>(() => writes[2]);
        Assert.Equal(19, exception.SqliteErrorCode);
        await Task.WhenAll(writes[0], writes[1], writes[3]);
        Assert.Equal(3, await CountAsync(database));
    }

    [Fact]
    public async Task WriteAsync_whose_work_ends_the_transaction_fails_the_whole_group_and_stores_nothing_of_it()
    {
        await using var database = await CreateSutAsync();
        using var gate = new ManualResetEventSlim();
        var first = await HoldWriterAsync(database, gate);
        var before = InsertAsync(database, 1);
        var breaking = database.WriteAsync(
            session =>
            {
                // What SQLite does by itself when the disk is full.
                session.ExecuteScript("ROLLBACK");
                return 0;
            },
            Cancelled);
        gate.Set();
        await first;

        await Assert.ThrowsAsync<SqliteException>(() => before);
        await Assert.ThrowsAsync<SqliteException>(() => breaking);
        Assert.Equal(0, await CountAsync(database));
        Assert.Equal(2, await InsertAsync(database, 2));
    }

    [Fact]
    public async Task WriteAsync_cancelled_while_waiting_is_not_done()
    {
        await using var database = await CreateSutAsync();
        using var gate = new ManualResetEventSlim();
        using var cancellation = new CancellationTokenSource();
        var first = await HoldWriterAsync(database, gate);
        var second = database.WriteAsync(session => session.Execute("INSERT INTO numbers (n) VALUES (1)"), cancellation.Token);
        await cancellation.CancelAsync();
        gate.Set();
        await first;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(0, await CountAsync(database));
    }

    [Fact]
    public async Task DisposeAsync_finishes_the_waiting_writes_and_refuses_later_ones()
    {
        var database = await CreateSutAsync();
        var writes = Enumerable.Range(0, 500).Select(i => InsertAsync(database, i)).ToArray();

        await database.DisposeAsync();

        Assert.Equal(Enumerable.Range(0, 500), await Task.WhenAll(writes));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => InsertAsync(database, 500));
        await using var reopened = await CreateSutAsync();
        Assert.Equal(500, await CountAsync(reopened));
    }

    [Fact]
    public async Task WriteAsync_from_two_databases_over_one_file_loses_nothing()
    {
        await using var one = await CreateSutAsync();
        await using var two = await CreateSutAsync();

        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => InsertAsync(i % 2 == 0 ? one : two, i)));

        Assert.Equal(1_000, await CountAsync(one));
        Assert.Equal(1_000, await CountAsync(two));
    }

    [Fact]
    public async Task ForeignCommits_tells_of_another_database_over_the_file()
    {
        await using var one = await CreateSutAsync();
        await using var two = await CreateSutAsync();
        using var watch = one.ForeignCommits.Watch();
        var observed = new SemaphoreSlim(0);
        one.ForeignCommits.Observed += () => observed.Release();
        await observed.WaitAsync(TimeSpan.FromMilliseconds(200), Cancelled);

        await InsertAsync(two, 1);

        Assert.True(await observed.WaitAsync(TimeSpan.FromSeconds(5), Cancelled));
    }

    [Fact]
    public void Open_of_something_else_names_the_file()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, new string('x', 8_192));

        var exception = Assert.Throws<DatabaseUnusableException>(() => SqliteDatabase.Open(File));

        Assert.Equal(File, exception.File);
        Assert.Contains(File, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_of_a_damaged_file_names_it()
    {
        await (await CreateSutAsync()).DisposeAsync();
        await using (var stream = new FileStream(File, FileMode.Open))
        {
            // Past the header, so that it still looks like a database.
            stream.Seek(100, SeekOrigin.Begin);
            stream.Write(Enumerable.Repeat((byte)0xEE, 3_000).ToArray());
        }

        var exception = Assert.Throws<DatabaseUnusableException>(() => SqliteDatabase.Open(File));

        Assert.Contains(File, exception.Message, StringComparison.Ordinal);
        Assert.Contains("damaged", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_of_a_newer_format_names_the_file_and_both_versions()
    {
        await using (var database = await CreateSutAsync())
        {
            await database.ReadAsync(session => session.Execute("PRAGMA user_version = 99"), Cancelled);
        }

        var exception = Assert.Throws<DatabaseUnusableException>(() => SqliteDatabase.Open(File));

        Assert.Contains(File, exception.Message, StringComparison.Ordinal);
        Assert.Contains("99", exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    // Keeps the writer busy until the gate opens; what waits by then ends up in one group. The outer task ends when
    // the writer is held, the inner one with its work.
    private static async Task<Task<bool>> HoldWriterAsync(SqliteDatabase database, ManualResetEventSlim gate)
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = database.WriteAsync(
            _ =>
            {
                held.SetResult();
                return gate.Wait(TimeSpan.FromSeconds(10));
            },
            Cancelled);
        await held.Task;
        return work;
    }

    private static Task<int> InsertAsync(SqliteDatabase database, int number) => database.WriteAsync(
        session =>
        {
            session.Execute("INSERT INTO numbers (n) VALUES ($1)", number);
            return number;
        },
        Cancelled);

    private static Task<long> CountAsync(SqliteDatabase database) =>
        database.ReadAsync(session => session.Scalar("SELECT count(*) FROM numbers"), Cancelled);

    private async Task<SqliteDatabase> CreateSutAsync(bool inMemory = false)
    {
        var database = inMemory ? SqliteDatabase.InMemory() : SqliteDatabase.Open(File);
        await database.WriteAsync(
            session => session.Execute("CREATE TABLE IF NOT EXISTS numbers (n INTEGER PRIMARY KEY)"), Cancelled);
        return database;
    }
}
