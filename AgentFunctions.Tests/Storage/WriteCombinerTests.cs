using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Tasks;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Storage;

/// <summary>Combined writes on Azurite: few calls, and each caller its own outcome.</summary>
public sealed class WriteCombinerTests(AzuriteFixture azurite)
{
    private readonly TaskIdSource _ids = new(new FakeTimeProvider(DateTimeOffset.UtcNow));
    private readonly CallCounter _calls = new();

    [Fact]
    public async Task Concurrent_writes_leave_in_few_calls()
    {
        TableTaskStore store = await StoreAsync();
        AgentTask[] tasks = NewTasks(500);
        int before = _calls.Count;

        IReadOnlyList<AgentTask> stored = await store.AddAsync(tasks, TestContext.Current.CancellationToken);
        UpdateOutcome[] claimed = await Task.WhenAll(stored.Select(t => store.UpdateAsync(Claim(t, "w"), TestContext.Current.CancellationToken)));

        Assert.All(claimed, outcome => Assert.IsType<UpdateOutcome.Stored>(outcome));
        Assert.InRange(_calls.Count - before, 10, 40);
        AgentTask found = (await store.FindAsync(tasks[123].Id, TestContext.Current.CancellationToken))!;
        Assert.Equal((AgentTaskStatus.Running, ((UpdateOutcome.Stored)claimed[123]).Task.ETag), (found.Status, found.ETag));
    }

    [Fact]
    public async Task A_conflict_in_a_group_is_told_to_its_own_caller_alone()
    {
        TableTaskStore store = await StoreAsync();
        IReadOnlyList<AgentTask> stored = await store.AddAsync(NewTasks(50), TestContext.Current.CancellationToken);
        foreach (int taken in new[] { 3, 17, 18, 30, 49 })
        {
            await store.UpdateAsync(Claim(stored[taken], "faster"), TestContext.Current.CancellationToken);
        }

        UpdateOutcome[] outcomes = await Task.WhenAll(stored.Select(t => store.UpdateAsync(Claim(t, "slower"), TestContext.Current.CancellationToken)));

        Assert.Equal([3, 17, 18, 30, 49], outcomes.Index().Where(o => o.Item is UpdateOutcome.Conflict).Select(o => o.Index));
        Assert.Equal("faster", (await store.FindAsync(stored[17].Id, TestContext.Current.CancellationToken))!.Lease!.Owner);
        Assert.Equal("slower", (await store.FindAsync(stored[16].Id, TestContext.Current.CancellationToken))!.Lease!.Owner);
    }

    [Fact]
    public async Task A_task_that_is_there_already_is_left_as_it_is()
    {
        TableTaskStore store = await StoreAsync();
        AgentTask[] tasks = NewTasks(3);
        IReadOnlyList<AgentTask> first = await store.AddAsync([tasks[1]], TestContext.Current.CancellationToken);

        IReadOnlyList<AgentTask> again = await store.AddAsync([.. tasks.Select(t => t with { Agent = "other" })], TestContext.Current.CancellationToken);

        Assert.Equal(["other", tasks[1].Agent, "other"], again.Select(t => t.Agent));
        Assert.Equal(first[0].ETag, again[1].ETag);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task A_write_whose_answer_gets_lost_counts_as_stored(int together)
    {
        TableTaskStore store = await StoreAsync();
        IReadOnlyList<AgentTask> stored = await store.AddAsync(NewTasks(together), TestContext.Current.CancellationToken);
        _calls.LoseAnswers = 1;

        UpdateOutcome[] outcomes = await Task.WhenAll(stored.Select(t => store.UpdateAsync(Claim(t, "w"), TestContext.Current.CancellationToken)));

        Assert.Equal(0, _calls.LoseAnswers);
        Assert.All(outcomes, outcome => Assert.IsType<UpdateOutcome.Stored>(outcome));
        UpdateOutcome next = await store.UpdateAsync(TaskLifecycle.Renew(((UpdateOutcome.Stored)outcomes[0]).Task, SampleTasks.Now, TimeSpan.FromMinutes(1)), TestContext.Current.CancellationToken);
        Assert.IsType<UpdateOutcome.Stored>(next);
    }

    [Fact]
    public async Task Writes_that_are_too_large_for_one_transaction_are_spread()
    {
        TableTaskStore store = await StoreAsync();
        string input = $"\"{new string('x', 30_000)}\"";
        AgentTask[] tasks = [.. NewTasks(60).Select(t => t with { Input = new Payload.Inline(input) })];

        IReadOnlyList<AgentTask> stored = await store.AddAsync(tasks, TestContext.Current.CancellationToken);

        Assert.Equal(60, stored.Count(t => t.ETag is not null));
    }

    private static AgentTask Claim(AgentTask task, string owner) => TaskLifecycle.Claim(task, owner, DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));

    // All in one partition: the clock of their ids stands still.
    private AgentTask[] NewTasks(int count) => [.. Enumerable.Range(0, count).Select(_ => SampleTasks.Queued() with { Id = _ids.Next() })];

    private async Task<TableTaskStore> StoreAsync()
    {
        TableClientOptions options = new() { Retry = { Delay = TimeSpan.FromMilliseconds(10) } };
        options.AddPolicy(_calls, HttpPipelinePosition.PerRetry);
        TableTaskStore store = new(new TableServiceClient(await azurite.ConnectionStringAsync(), options));
        await store.PrepareAsync(TestContext.Current.CancellationToken);
        return store;
    }

    /// <summary>Counts calls; loses the answers of some that were carried out.</summary>
    private sealed class CallCounter : HttpPipelineSynchronousPolicy
    {
        private int _count;
        private int _loseAnswers;

        public int Count => Volatile.Read(ref _count);

        public int LoseAnswers
        {
            get => Volatile.Read(ref _loseAnswers);
            set => Volatile.Write(ref _loseAnswers, value);
        }

        public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref _count);

        public override void OnReceivedResponse(HttpMessage message)
        {
            if (LoseAnswers > 0)
            {
                Interlocked.Decrement(ref _loseAnswers);
                throw new IOException("The connection was cut before the answer came.");
            }
        }
    }
}
