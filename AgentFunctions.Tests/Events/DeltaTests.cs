using AgentFunctions.Events.Deltas;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Tasks;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Events;

/// <summary>Answers under way: written down, read, removed.</summary>
public sealed class DeltaTests(AzuriteFixture azurite)
{
    private static readonly TaskId Task1 = SampleTasks.Queued().Id;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pieces_come_back_in_order_attempt_by_attempt_and_task_by_task(bool inMemory)
    {
        IDeltaStore store = await StoreAsync(inMemory);
        TaskId other = SampleTasks.Queued().Id;
        AnswerDelta[] first = [.. Enumerable.Range(1, 12).Select(i => i == 7 ? new AnswerDelta(1, i, null, "large") : new AnswerDelta(1, i, $"ü{i}\n", null))];

        await store.AddAsync(Task1, [first[0]], Cancelled);
        await store.AddAsync(Task1, first[1..], Cancelled);
        await store.AddAsync(Task1, first[1..3], Cancelled);
        await store.AddAsync(Task1, [new AnswerDelta(2, 1, "second", null)], Cancelled);
        await store.AddAsync(other, [new AnswerDelta(1, 1, "other", null)], Cancelled);

        Assert.Equal(first, await store.ReadAsync(Task1, 1, 0, Cancelled));
        Assert.Equal(first[9..], await store.ReadAsync(Task1, 1, 9, Cancelled));
        Assert.Equal("second", Assert.Single(await store.ReadAsync(Task1, 2, 0, Cancelled)).Text);
        Assert.Empty(await store.ReadAsync(Task1, 3, 0, Cancelled));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Old_pieces_are_removed_and_young_ones_stay(bool inMemory)
    {
        IDeltaStore store = await StoreAsync(inMemory);
        AnswerDelta[] many = [.. Enumerable.Range(1, 130).Select(i => new AnswerDelta(1, i, "x", null))];
        await store.AddAsync(Task1, many[..100], Cancelled);
        await store.AddAsync(Task1, many[100..], Cancelled);

        Assert.Equal(0, await store.RemoveAsync(DateTimeOffset.UtcNow.AddHours(-1), Cancelled));
        Assert.Equal(130, (await store.ReadAsync(Task1, 1, 0, Cancelled)).Count);
        Assert.Equal(130, await store.RemoveAsync(DateTimeOffset.UtcNow.AddHours(1), Cancelled));
        Assert.Empty(await store.ReadAsync(Task1, 1, 0, Cancelled));
    }

    [Fact]
    public async Task What_a_model_writes_is_gathered_and_nothing_of_it_is_left_out()
    {
        FakeTimeProvider time = new();
        InMemoryDeltaStore store = new(time);
        DeltaWriter writer = new(store, Task1, 1, time, NullLogger.Instance);
        writer.Begin("small");
        for (int i = 0; i < 100; i++)
        {
            writer.Add($"{i} ");
        }

        writer.Begin("large");
        writer.Add(new string('x', 40_000));
        await writer.DisposeAsync();

        IReadOnlyList<AnswerDelta> deltas = await store.ReadAsync(Task1, 1, 0, Cancelled);
        Assert.Equal(Enumerable.Range(1, deltas.Count), deltas.Select(d => d.Sequence));
        AnswerDelta restart = Assert.Single(deltas, d => d.Text is null);
        Assert.Equal(("large", 2), (restart.Model, restart.Sequence));
        Assert.Equal(string.Concat(Enumerable.Range(0, 100).Select(i => $"{i} ")), string.Concat(deltas.TakeWhile(d => d != restart).Select(d => d.Text)));
        Assert.Equal(40_000, deltas.SkipWhile(d => d != restart).Sum(d => d.Text?.Length ?? 0));
    }

    [Fact]
    public async Task Storage_that_is_away_for_a_while_costs_no_piece()
    {
        FakeTimeProvider time = new();
        LameDeltaStore store = new(new InMemoryDeltaStore(time), refusals: 3);
        DeltaWriter writer = new(store, Task1, 1, time, NullLogger.Instance);
        for (int i = 0; i < 20; i++)
        {
            writer.Add($"{i} ");
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await Eventually.IsTrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return store.Refused == 3 && store.Added > 0;
            },
            "all refusals and a success",
            Cancelled);
        await writer.DisposeAsync();

        Assert.Equal(string.Concat(Enumerable.Range(0, 20).Select(i => $"{i} ")), string.Concat((await store.ReadAsync(Task1, 1, 0, Cancelled)).Select(d => d.Text)));
    }

    [Fact]
    public async Task Storage_that_stays_away_fails_nothing()
    {
        DeltaWriter writer = new(new LameDeltaStore(new InMemoryDeltaStore(TimeProvider.System), int.MaxValue), Task1, 1, TimeProvider.System, NullLogger.Instance);
        writer.Add("lost");

        await writer.DisposeAsync();
    }

    private async Task<IDeltaStore> StoreAsync(bool inMemory)
    {
        IDeltaStore store = inMemory ? new InMemoryDeltaStore(TimeProvider.System) : new TableDeltaStore(new TableServiceClient(await azurite.ConnectionStringAsync()));
        await store.PrepareAsync(Cancelled);
        await store.RemoveAsync(DateTimeOffset.UtcNow.AddHours(1), Cancelled);
        return store;
    }

    /// <summary>A store that refuses its first writes.</summary>
    private sealed class LameDeltaStore(IDeltaStore inner, int refusals) : IDeltaStore
    {
        public int Refused { get; private set; }

        public int Added { get; private set; }

        public Task PrepareAsync(CancellationToken cancellationToken) => inner.PrepareAsync(cancellationToken);

        public Task AddAsync(TaskId task, IReadOnlyList<AnswerDelta> deltas, CancellationToken cancellationToken)
        {
            if (Refused < refusals)
            {
                Refused++;
                throw new RequestFailedException(503, "busy");
            }

            Added++;
            return inner.AddAsync(task, deltas, cancellationToken);
        }

        public Task<IReadOnlyList<AnswerDelta>> ReadAsync(TaskId task, int attempt, int after, CancellationToken cancellationToken) => inner.ReadAsync(task, attempt, after, cancellationToken);

        public Task<int> RemoveAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner.RemoveAsync(before, cancellationToken);
    }
}
