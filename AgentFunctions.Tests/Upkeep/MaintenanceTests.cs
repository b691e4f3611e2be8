using AgentFunctions.Agents;
using AgentFunctions.Backlog;
using AgentFunctions.Caching;
using AgentFunctions.Caching.Coalescing;
using AgentFunctions.Costs;
using AgentFunctions.Events.Deltas;
using AgentFunctions.Fairness;
using AgentFunctions.Intake.Idempotency;
using AgentFunctions.Queues;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Caching;
using AgentFunctions.Tests.Fairness;
using AgentFunctions.Tests.Queues;
using AgentFunctions.Tests.Tasks;
using AgentFunctions.Tests.Webhooks;
using AgentFunctions.Upkeep;
using AgentFunctions.Webhooks;
using AgentFunctions.Workers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Upkeep;

/// <summary>Tasks without a message get one, others do not; counts that a crash left wrong are set right.</summary>
public sealed class MaintenanceTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new(SampleTasks.Now);
    private readonly InMemoryTaskStore _tasks = new();
    private readonly SentMessages _queue = new();
    private readonly BacklogMeter _backlog = new();
    private readonly InMemoryBacklogStore _accounts = new();
    private readonly InMemoryDeltaStore _deltas;

    public MaintenanceTests() => _deltas = new InMemoryDeltaStore(_time);

    [Fact]
    public async Task A_stored_task_whose_message_never_arrived_gets_one()
    {
        AgentTask task = await AddAsync();
        await RunAsync();
        Assert.Empty(_queue.Sent);

        _time.Advance(TimeSpan.FromMinutes(3));
        await RunAsync();
        await RunAsync();

        TaskMessage message = Assert.Single(_queue.Sent);
        Assert.Equal(task.Id, message.Task);
        Assert.NotEqual(TaskMessage.For(task).MessageId, message.MessageId);
    }

    [Fact]
    public async Task A_task_behind_a_long_queue_is_left_to_its_message()
    {
        await AddAsync();
        _queue.First = _time.GetUtcNow() - TimeSpan.FromMinutes(1);
        _time.Advance(TimeSpan.FromHours(1));

        await RunAsync();

        Assert.Empty(_queue.Sent);
    }

    [Fact]
    public async Task A_task_that_the_queue_has_long_passed_by_gets_a_message()
    {
        await AddAsync();
        _time.Advance(TimeSpan.FromHours(1));
        _queue.First = _time.GetUtcNow() - TimeSpan.FromMinutes(30);

        await RunAsync();

        Assert.Single(_queue.Sent);
    }

    [Fact]
    public async Task A_task_whose_worker_died_goes_back_to_the_queue_with_its_lost_attempt()
    {
        AgentTask task = await AddAsync();
        await _tasks.UpdateAsync(TaskLifecycle.Claim(await FindAsync(task), "w", _time.GetUtcNow(), Lease), TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromMinutes(4));

        await RunAsync();

        AgentTask back = await FindAsync(task);
        Assert.Equal((AgentTaskStatus.Queued, TaskError.LeaseLost), (back.Status, Assert.Single(back.Attempts).Error));
        Assert.Equal(2, Assert.Single(_queue.Sent).Attempt);
    }

    [Fact]
    public async Task A_task_for_later_is_left_alone()
    {
        await AddAsync(t => t with { DueAt = _time.GetUtcNow().AddDays(1) });
        _time.Advance(TimeSpan.FromHours(1));

        await RunAsync();

        Assert.Empty(_queue.Sent);
    }

    [Fact]
    public async Task Answers_that_nobody_watches_any_more_are_removed_after_an_hour()
    {
        AgentTask task = SampleTasks.Queued(_time);
        await _deltas.AddAsync(task.Id, [new AnswerDelta(1, 1, "old", null)], TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromMinutes(59));
        await _deltas.AddAsync(task.Id, [new AnswerDelta(1, 2, "young", null)], TestContext.Current.CancellationToken);

        await RunAsync();
        Assert.Equal(2, (await _deltas.ReadAsync(task.Id, 1, 0, TestContext.Current.CancellationToken)).Count);
        _time.Advance(TimeSpan.FromMinutes(2));
        await RunAsync();

        Assert.Equal("young", Assert.Single(await _deltas.ReadAsync(task.Id, 1, 0, TestContext.Current.CancellationToken)).Text);
    }

    [Fact]
    public void Counts_outside_what_the_accounts_said_meanwhile_are_corrected()
    {
        AgentTask task = SampleTasks.Queued(_time);
        _backlog.Move(null, task);
        _backlog.Move(null, SampleTasks.Queued(_time));
        BacklogTally tally = new(Report());
        tally.Add([task]);

        GroupCounts correction = Assert.Single(tally.CorrectionsAgainst(Report()));

        Assert.Equal((-1, 0), (correction.Waiting, correction.Running));
        tally.Add([task]);
        Assert.Empty(tally.CorrectionsAgainst(Report()));
    }

    private BacklogReport Report() => Exchange().Read();

    private BacklogExchange Exchange() => new(_accounts, _backlog, new FairClock(), NullLogger<BacklogExchange>.Instance, _time);

    private async Task<AgentTask> AddAsync(Func<AgentTask, AgentTask>? change = null)
    {
        AgentTask task = SampleTasks.Queued(_time);
        return Assert.Single(await _tasks.AddAsync([change is null ? task : change(task)], TestContext.Current.CancellationToken));
    }

    private async Task<AgentTask> FindAsync(AgentTask task) => (await _tasks.FindAsync(task.Id, TestContext.Current.CancellationToken))!;

    private Task RunAsync()
    {
        TestLane lane = new(_queue, _backlog, _time);
        Followers followers = new TestReuse(_tasks, _queue, lane, _backlog, new AgentCatalogue([]), _time).Followers;
        StrandedTasks stranded = new(_tasks, _queue, lane.Lane, followers, _backlog, Options.Create(new WorkerOptions()), NullLogger<StrandedTasks>.Instance, _time);
        BacklogReconciliation backlog = new(_accounts, Exchange(), NullLogger<BacklogReconciliation>.Instance, _time);
        Maintenance sut = new(
            _tasks,
            stranded,
            new StrandedCallbacks(_tasks, new SentCallbacks(), Options.Create(new WorkerOptions()), NullLogger<StrandedCallbacks>.Instance, _time),
            backlog,
            new InMemoryIdempotencyStore(_time),
            new InMemoryResultCache(_time),
            new InMemoryLedgerStore(),
            _deltas,
            Options.Create(new CacheOptions()),
            NullLogger<Maintenance>.Instance,
            _time);
        return sut.RunAsync(TestContext.Current.CancellationToken);
    }
}
