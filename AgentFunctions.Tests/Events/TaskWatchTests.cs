using AgentFunctions.Events;
using AgentFunctions.Events.Deltas;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Tasks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Events;

/// <summary>How often the store is looked at, and what is said meanwhile, by a clock of the test's own.</summary>
public sealed class TaskWatchTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(30);

    private readonly FakeTimeProvider _time = new(SampleTasks.Now);
    private readonly InMemoryTaskStore _inner = new();
    private readonly CountedTasks _tasks;

    public TaskWatchTests() => _tasks = new CountedTasks(_inner);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sign_of_life_comes_every_15_seconds_and_the_stream_ends_after_5_minutes()
    {
        AgentTask task = await AddAsync(t => t with { DueAt = _time.GetUtcNow().AddHours(1) });

        (List<(TimeSpan At, LifeEvent? Event)> told, _) = await FollowAsync(task);

        Assert.Equal(["Queued"], told.Where(t => t.Event is not null).Select(t => t.Event!.GetType().Name));
        Assert.InRange(told.Count(t => t.Event is null), 12, 20);
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.InRange(pair.Second.At - pair.First.At, TimeSpan.Zero, TimeSpan.FromSeconds(25.5)));
        Assert.InRange(_time.GetUtcNow() - SampleTasks.Now, TaskWatch.Longest, TaskWatch.Longest + TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("running and streaming", 405)]
    [InlineData("running", 70)]
    [InlineData("waiting", 15)]
    public async Task A_minute_of_a_stream_takes_no_more_reads_than_said(string standing, int most)
    {
        AgentTask task = await AddAsync(t => standing switch
        {
            "waiting" => t with { DueAt = _time.GetUtcNow().AddHours(1) },
            _ => TaskLifecycle.Claim(t with { Stream = standing == "running and streaming" }, "w", _time.GetUtcNow(), Lease),
        });

        (_, int pieceReads) = await FollowAsync(task);

        double reads = (_tasks.Reads + pieceReads) / TaskWatch.Longest.TotalMinutes;
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"A task {standing}: {reads:0.0} reads a minute."));
        Assert.InRange(reads, 1, most);
    }

    [Fact]
    public async Task The_end_is_told_and_ends_the_stream()
    {
        AgentTask task = await AddAsync(t => TaskLifecycle.Claim(t, "w", _time.GetUtcNow(), Lease));
        await using IAsyncEnumerator<LifeEvent?> stream = Sut(new InMemoryDeltaStore(_time)).FollowAsync(task, null, Cancelled).GetAsyncEnumerator(Cancelled);
        Assert.IsType<LifeEvent.Queued>(await NextAsync(stream));
        Assert.IsType<LifeEvent.Running>(await NextAsync(stream));

        await _inner.UpdateAsync(TaskLifecycle.Succeed(task, new Payload.Inline("{}"), SampleTasks.Use(1), _time.GetUtcNow()), Cancelled);

        Assert.IsType<LifeEvent.Ended>(await NextAsync(stream));
        Assert.False(await stream.MoveNextAsync());
    }

    private async Task<AgentTask> AddAsync(Func<AgentTask, AgentTask> change) =>
        Assert.Single(await _inner.AddAsync([change(SampleTasks.Queued(_time))], Cancelled));

    private TaskWatch Sut(IDeltaStore deltas) => new(_tasks, deltas, estimates: null, _time, NullLogger<TaskWatch>.Instance);

    private async Task<(List<(TimeSpan At, LifeEvent? Event)> Told, int PieceReads)> FollowAsync(AgentTask task)
    {
        CountedDeltas deltas = new(new InMemoryDeltaStore(_time));
        List<(TimeSpan, LifeEvent?)> told = [];
        await using IAsyncEnumerator<LifeEvent?> stream = Sut(deltas).FollowAsync(task, null, Cancelled).GetAsyncEnumerator(Cancelled);
        while (true)
        {
            ValueTask<bool> next = stream.MoveNextAsync();
            await AdvanceUntilAsync(next);
            if (!await next)
            {
                return (told, deltas.Reads);
            }

            told.Add((_time.GetUtcNow() - SampleTasks.Now, stream.Current));
        }
    }

    private async Task<LifeEvent?> NextAsync(IAsyncEnumerator<LifeEvent?> stream)
    {
        ValueTask<bool> next = stream.MoveNextAsync();
        await AdvanceUntilAsync(next);
        Assert.True(await next);
        return stream.Current;
    }

    private async Task AdvanceUntilAsync(ValueTask<bool> next)
    {
        while (!next.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }
    }

    private sealed class CountedTasks(ITaskStore inner) : ITaskStore
    {
        public int Reads { get; private set; }

        public Task PrepareAsync(CancellationToken cancellationToken) => inner.PrepareAsync(cancellationToken);

        public Task<IReadOnlyList<AgentTask>> AddAsync(IReadOnlyList<AgentTask> tasks, CancellationToken cancellationToken) => inner.AddAsync(tasks, cancellationToken);

        public Task<AgentTask?> FindAsync(TaskId id, CancellationToken cancellationToken)
        {
            Reads++;
            return inner.FindAsync(id, cancellationToken);
        }

        public Task<UpdateOutcome> UpdateAsync(AgentTask task, CancellationToken cancellationToken) => inner.UpdateAsync(task, cancellationToken);

        public Task<UpdateOutcome> RewriteAsync(AgentTask task, CancellationToken cancellationToken) => inner.RewriteAsync(task, cancellationToken);

        public Task<TaskPage> ListAsync(TaskFilter filter, CancellationToken cancellationToken) => inner.ListAsync(filter, cancellationToken);
    }

    private sealed class CountedDeltas(IDeltaStore inner) : IDeltaStore
    {
        public int Reads { get; private set; }

        public Task PrepareAsync(CancellationToken cancellationToken) => inner.PrepareAsync(cancellationToken);

        public Task AddAsync(TaskId task, IReadOnlyList<AnswerDelta> deltas, CancellationToken cancellationToken) => inner.AddAsync(task, deltas, cancellationToken);

        public Task<IReadOnlyList<AnswerDelta>> ReadAsync(TaskId task, int attempt, int after, CancellationToken cancellationToken)
        {
            Reads++;
            return inner.ReadAsync(task, attempt, after, cancellationToken);
        }

        public Task<int> RemoveAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner.RemoveAsync(before, cancellationToken);
    }
}
