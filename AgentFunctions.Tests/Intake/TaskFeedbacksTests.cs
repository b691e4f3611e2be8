using System.Collections.Concurrent;
using AgentFunctions.Costs;
using AgentFunctions.Intake;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Tasks;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Intake;

/// <summary>Feedback on the store in memory and on Azurite.</summary>
public sealed class TaskFeedbacksTests(AzuriteFixture azurite)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private readonly FakeTimeProvider _time = new(SampleTasks.Now);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_latest_feedback_replaces_an_earlier_one_and_is_told_with_it(bool table)
    {
        ITaskStore store = await StoreAsync(table);
        AgentTask task = await SucceededAsync(store);
        Listener listener = new();
        TaskFeedbacks sut = Create(store, listener);
        string note = new('ü', IntakeLimits.NoteLength);

        await sut.GiveAsync(task.Id, task.Tenant, new FeedbackRequest(0.25, note), Stop);
        Assert.Equal(new TaskFeedback(0.25, note, SampleTasks.Now), (await store.FindAsync(task.Id, Stop))!.Feedback);

        _time.Advance(TimeSpan.FromMinutes(1));
        FeedbackOutcome outcome = await sut.GiveAsync(task.Id, task.Tenant, new FeedbackRequest(1, null), Stop);

        TaskFeedback latest = new(1, null, SampleTasks.Now.AddMinutes(1));
        Assert.Equal(latest, Assert.IsType<FeedbackOutcome.Kept>(outcome).Task.Feedback);
        Assert.Equal(latest, (await store.FindAsync(task.Id, Stop))!.Feedback);
        Assert.Equal([(null, 0.25), (0.25, 1.0)], listener.Heard);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_is_written_at_the_same_time_the_end_of_the_task_stays_as_it_was_and_listeners_hear_a_chain(bool table)
    {
        ITaskStore store = await StoreAsync(table);
        AgentTask task = await SucceededAsync(store);
        Listener listener = new();
        TaskFeedbacks sut = Create(store, listener);

        // One that lost its lease books its calls at any time, even on a task that is over.
        Task bills = Task.Run(
            async () =>
            {
                for (int bill = 0; bill < 5; bill++)
                {
                    while (await store.UpdateAsync(TaskLifecycle.Bill((await store.FindAsync(task.Id, Stop))!, 1, SampleTasks.Use(micros: 1)), Stop) is UpdateOutcome.Conflict)
                    {
                    }
                }
            },
            Stop);
        await Task.WhenAll(Enumerable.Range(1, 20).Select(i => Task.Run(() => sut.GiveAsync(task.Id, task.Tenant, new FeedbackRequest(i / 20.0, $"{i}"), Stop), Stop)));
        await bills;

        AgentTask after = (await store.FindAsync(task.Id, Stop))!;
        Assert.Equal((AgentTaskStatus.Succeeded, task.Result, task.FinishedAt, task.Error), (after.Status, after.Result, after.FinishedAt, after.Error));
        Assert.Equal(task.Cost + Usd.FromMicros(5), after.Cost);
        Assert.Equal(20, listener.Heard.Count);
        Assert.Single(listener.Heard, h => h.Earlier is null);
        Assert.Equal(after.Feedback!.Score, listener.Heard.Sum(h => h.Now - (h.Earlier ?? 0)), 9);
    }

    [Fact]
    public async Task Feedback_on_a_task_that_has_no_answer_or_is_another_tenants_changes_nothing_and_is_not_told()
    {
        InMemoryTaskStore store = new();
        AgentTask open = (await store.AddAsync([SampleTasks.Queued()], Stop))[0];
        AgentTask done = await SucceededAsync(store);
        Listener listener = new();
        TaskFeedbacks sut = Create(store, listener);

        Assert.Equal(open, Assert.IsType<FeedbackOutcome.NotSucceeded>(await sut.GiveAsync(open.Id, open.Tenant, new FeedbackRequest(1, null), Stop)).Task);
        Assert.IsType<FeedbackOutcome.Unknown>(await sut.GiveAsync(done.Id, new TenantId("other"), new FeedbackRequest(1, null), Stop));
        Assert.IsType<FeedbackOutcome.Unknown>(await sut.GiveAsync(SampleTasks.Queued().Id, TenantId.Default, new FeedbackRequest(1, null), Stop));

        Assert.Equal((open.ETag, done.ETag), ((await store.FindAsync(open.Id, Stop))!.ETag, (await store.FindAsync(done.Id, Stop))!.ETag));
        Assert.Empty(listener.Heard);
    }

    [Fact]
    public async Task A_listener_that_cannot_reach_its_storage_spoils_neither_the_feedback_nor_the_other_listeners()
    {
        InMemoryTaskStore store = new();
        AgentTask task = await SucceededAsync(store);
        Listener listener = new();

        FeedbackOutcome outcome = await Create(store, new Listener { Fault = new Azure.RequestFailedException(503, "busy") }, listener).GiveAsync(task.Id, task.Tenant, new FeedbackRequest(0.5, null), Stop);

        Assert.IsType<FeedbackOutcome.Kept>(outcome);
        Assert.Single(listener.Heard);
    }

    [Theory]
    [InlineData(AgentTaskStatus.Queued)]
    [InlineData(AgentTaskStatus.Running)]
    [InlineData(AgentTaskStatus.Failed)]
    [InlineData(AgentTaskStatus.Cancelled)]
    [InlineData(AgentTaskStatus.DeadLettered)]
    public void A_task_in_any_other_state_cannot_be_rated(AgentTaskStatus status) =>
        Assert.Throws<InvalidOperationException>(() => TaskLifecycle.Rate(SampleTasks.Queued() with { Status = status }, new TaskFeedback(1, null, SampleTasks.Now)));

    private TaskFeedbacks Create(ITaskStore store, params IFeedbackListener[] listeners) => new(store, listeners, NullLogger<TaskFeedbacks>.Instance, _time);

    private static async Task<AgentTask> SucceededAsync(ITaskStore store)
    {
        AgentTask queued = (await store.AddAsync([SampleTasks.Queued()], Stop))[0];
        AgentTask done = TaskLifecycle.Succeed(TaskLifecycle.Claim(queued, "w", SampleTasks.Now, TimeSpan.FromMinutes(1)), new Payload.Inline("{}"), SampleTasks.Use(micros: 7), SampleTasks.Now);
        return Assert.IsType<UpdateOutcome.Stored>(await store.UpdateAsync(done, Stop)).Task;
    }

    private async Task<ITaskStore> StoreAsync(bool table)
    {
        ITaskStore store = table ? new TableTaskStore(new TableServiceClient(await azurite.ConnectionStringAsync())) : new InMemoryTaskStore();
        await store.PrepareAsync(Stop);
        return store;
    }

    private sealed class Listener : IFeedbackListener
    {
        public Exception? Fault { get; init; }

        public ConcurrentQueue<(double? Earlier, double Now)> Heard { get; } = new();

        public Task HeardAsync(AgentTask task, TaskFeedback? earlier, TaskFeedback now, CancellationToken cancellationToken)
        {
            if (Fault is { } fault)
            {
                throw fault;
            }

            Assert.Equal(now, task.Feedback);
            Heard.Enqueue((earlier?.Score, now.Score));
            return Task.CompletedTask;
        }
    }
}
