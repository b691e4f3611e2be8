using AgentFunctions.Agents;
using AgentFunctions.Agents.Tools;
using AgentFunctions.Backlog;
using AgentFunctions.Costs;
using AgentFunctions.Events.Deltas;
using AgentFunctions.Intake;
using AgentFunctions.Limits;
using AgentFunctions.Models;
using AgentFunctions.Queues;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Caching;
using AgentFunctions.Tests.Fairness;
using AgentFunctions.Tests.Limits;
using AgentFunctions.Tests.Queues;
using AgentFunctions.Tests.Routing;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Tasks;
using AgentFunctions.Workers;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Tests.Workers;

/// <summary>A worker on the store in memory, with a model that does as the test says.</summary>
public sealed class TaskWorkerTests(AzuriteFixture azurite) : IDisposable
{
    private ITaskStore _tasks = new InMemoryTaskStore();
    private readonly SentMessages _queue = new();
    private readonly ScriptedModel _model = new();
    private readonly RunningTasks _running = new();

    [Fact]
    public async Task A_message_that_comes_again_after_the_result_calls_no_model()
    {
        AgentTask task = await AddAsync();
        TaskWorker worker = CreateSut();

        await worker.HandleAsync(TaskMessage.For(task).ToBody(), TestContext.Current.CancellationToken);
        await worker.HandleAsync(TaskMessage.For(task).ToBody(), TestContext.Current.CancellationToken);

        Assert.Equal((1, AgentTaskStatus.Succeeded), (_model.Calls, (await FindAsync(task)).Status));
    }

    [Fact]
    public async Task A_transient_fault_goes_back_to_the_queue_for_later_and_ends_as_dead_letter()
    {
        _model.Answer = _ => throw new HttpRequestException("down");
        AgentTask task = await AddAsync();
        TaskWorker worker = CreateSut(new RetryPolicy { MaxAttempts = 2, FirstDelay = TimeSpan.FromMilliseconds(1) });

        await worker.HandleAsync(TaskMessage.For(task).ToBody(), TestContext.Current.CancellationToken);
        AgentTask queued = await FindAsync(task);
        TaskMessage retry = Assert.Single(_queue.Sent);
        await Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken);
        await worker.HandleAsync(retry.ToBody(), TestContext.Current.CancellationToken);

        Assert.Equal((AgentTaskStatus.Queued, 2, queued.DueAt), (queued.Status, retry.Attempt, retry.DueAt));
        AgentTask dead = await FindAsync(task);
        Assert.Equal((AgentTaskStatus.DeadLettered, TaskError.ModelUnavailable), (dead.Status, dead.Error!.Code));
        Assert.All(dead.Attempts, attempt => Assert.Equal(TaskError.ModelUnavailable, attempt.Error!.Code));
    }

    [Fact]
    public async Task Cancelling_a_running_task_stops_its_model_call_and_commits_nothing()
    {
        AgentTask task = await AddAsync();
        _model.Answer = async cancelled =>
        {
            BacklogMeter backlog = new();
            TestReuse reuse = new(_tasks, _queue, new TestLane(_queue, backlog, TimeProvider.System), backlog, new AgentCatalogue([]), TimeProvider.System);
            await new TaskCancellation(_tasks, _running, reuse.Followers, backlog, TimeProvider.System).CancelAsync(task.Id, task.Tenant, CancellationToken.None);
            await Task.Delay(Timeout.Infinite, cancelled);
            return "{}";
        };

        WorkOutcome outcome = await CreateSut().HandleAsync(TaskMessage.For(task).ToBody(), TestContext.Current.CancellationToken);

        Assert.IsType<WorkOutcome.Done>(outcome);
        AgentTask cancelled = await FindAsync(task);
        Assert.Equal((AgentTaskStatus.Cancelled, null), (cancelled.Status, cancelled.Result));
    }

    [Fact]
    public async Task A_stopping_host_hands_the_task_back()
    {
        AgentTask task = await AddAsync();
        using CancellationTokenSource stopping = new();
        _model.Answer = async cancelled =>
        {
            await stopping.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancelled);
            return "{}";
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CreateSut().HandleAsync(TaskMessage.For(task).ToBody(), stopping.Token));

        AgentTask back = await FindAsync(task);
        Assert.Equal((AgentTaskStatus.Queued, null), (back.Status, back.Lease));
    }

    [Fact]
    public async Task A_task_that_another_worker_holds_is_left_to_it_and_looked_at_again_when_its_lease_ends()
    {
        AgentTask task = await AddAsync();
        AgentTask held = TaskLifecycle.Claim(await FindAsync(task), "other", DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        await _tasks.UpdateAsync(held, TestContext.Current.CancellationToken);

        await CreateSut().HandleAsync(TaskMessage.For(task).ToBody(), TestContext.Current.CancellationToken);

        Assert.Equal((0, held.Lease!.Until), (_model.Calls, Assert.Single(_queue.Sent).DueAt));
    }

    [Fact]
    public async Task A_task_past_its_deadline_fails_without_a_model_call()
    {
        AgentTask task = await AddAsync(t => t with { Deadline = DateTimeOffset.UtcNow.AddSeconds(-1) });

        await CreateSut().HandleAsync(TaskMessage.For(task).ToBody(), TestContext.Current.CancellationToken);

        AgentTask failed = await FindAsync(task);
        Assert.Equal((0, AgentTaskStatus.Failed, TaskError.Deadline), (_model.Calls, failed.Status, failed.Error!.Code));
    }

    [Fact]
    public async Task A_retry_is_not_started_past_the_deadline()
    {
        AgentTask task = await AddAsync(t => t with { Deadline = DateTimeOffset.UtcNow.AddMilliseconds(50) });
        _model.Answer = _ => throw new HttpRequestException("down");
        TaskWorker worker = CreateSut(new RetryPolicy { FirstDelay = TimeSpan.FromMilliseconds(1) });
        await worker.HandleAsync(TaskMessage.For(task).ToBody(), TestContext.Current.CancellationToken);
        await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);

        await worker.HandleAsync(_queue.Sent.Single().ToBody(), TestContext.Current.CancellationToken);

        AgentTask failed = await FindAsync(task);
        Assert.Equal((1, AgentTaskStatus.Failed, TaskError.Deadline, 1), (_model.Calls, failed.Status, failed.Error!.Code, failed.Attempts.Count));
    }

    [Fact]
    public async Task A_task_whose_workers_die_every_time_is_set_aside()
    {
        AgentTask task = await AddAsync();
        for (int i = 0; i < 2; i++)
        {
            AgentTask stored = await FindAsync(task);
            await _tasks.UpdateAsync(TaskLifecycle.Claim(stored, "dead", DateTimeOffset.UtcNow, TimeSpan.Zero), TestContext.Current.CancellationToken);
        }

        await CreateSut(new RetryPolicy { MaxAttempts = 2 }).HandleAsync(TaskMessage.For(task).ToBody(), TestContext.Current.CancellationToken);

        AgentTask dead = await FindAsync(task);
        Assert.Equal((0, AgentTaskStatus.DeadLettered, TaskError.LeaseLost), (_model.Calls, dead.Status, dead.Error));
    }

    [Fact]
    public async Task A_claim_from_the_message_alone_needs_no_read_and_an_old_message_does_no_harm()
    {
        AgentTask task = Assert.Single(await _tasks.AddAsync([SampleTasks.Queued()], TestContext.Current.CancellationToken));
        TaskMessage message = TaskMessage.Read(TaskMessage.For(task).ToBody())!;
        TaskWorker worker = CreateSut();

        await worker.HandleAsync(message.ToBody(), TestContext.Current.CancellationToken);
        await worker.HandleAsync((message with { Snapshot = message.Snapshot! with { ETag = "old" } }).ToBody(), TestContext.Current.CancellationToken);

        Assert.Equal(task.Input, message.Snapshot!.Input);
        Assert.Equal((1, AgentTaskStatus.Succeeded), (_model.Calls, (await FindAsync(task)).Status));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("*")]
    [InlineData("W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\"")]
    public async Task A_message_with_a_spoiled_copy_of_its_task_still_runs_it_once(string etag)
    {
        _tasks = new TableTaskStore(new TableServiceClient(await azurite.ConnectionStringAsync()));
        await _tasks.PrepareAsync(TestContext.Current.CancellationToken);
        AgentTask task = Assert.Single(await _tasks.AddAsync([SampleTasks.Queued()], TestContext.Current.CancellationToken));
        BinaryData body = TaskMessage.For(task with { ETag = etag }).ToBody();
        TaskWorker worker = CreateSut();

        await worker.HandleAsync(body, TestContext.Current.CancellationToken);
        await worker.HandleAsync(body, TestContext.Current.CancellationToken);

        Assert.Equal((1, AgentTaskStatus.Succeeded), (_model.Calls, (await FindAsync(task)).Status));
    }

    [Fact]
    public async Task A_worker_that_lost_its_lease_commits_nothing()
    {
        AgentTask task = await AddAsync();
        _model.Answer = async _ =>
        {
            AgentTask running = await FindAsync(task);
            await _tasks.UpdateAsync(TaskLifecycle.Claim(running, "other", DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1)), CancellationToken.None);
            return "{}";
        };

        await CreateSut().HandleAsync(TaskMessage.For(task).ToBody(), TestContext.Current.CancellationToken);

        AgentTask taken = await FindAsync(task);
        Assert.Equal((AgentTaskStatus.Running, "other", null), (taken.Status, taken.Lease!.Owner, taken.Result));
    }

    [Fact]
    public async Task A_worker_that_cannot_renew_stops_when_its_lease_ends_and_leaves_a_message_behind()
    {
        AgentTask task = await AddAsync();
        _tasks = new UnreachableUpdates(_tasks, after: 1);
        _model.Answer = async cancelled =>
        {
            await Task.Delay(Timeout.Infinite, cancelled);
            return "{}";
        };

        await CreateSut(lease: TimeSpan.FromSeconds(0.5)).HandleAsync(TaskMessage.For(task).ToBody(), TestContext.Current.CancellationToken);

        Assert.Equal((task.Id, 2), (Assert.Single(_queue.Sent).Task, _queue.Sent.Single().Attempt));
        Assert.Equal((AgentTaskStatus.Running, null), ((await FindAsync(task)).Status, (await FindAsync(task)).Result));
    }

    [Fact]
    public async Task A_lease_is_renewed_for_as_long_as_the_work_runs()
    {
        AgentTask task = await AddAsync();
        _model.Answer = async cancelled =>
        {
            await Task.Delay(TimeSpan.FromSeconds(2.5), cancelled);
            return "{}";
        };

        await CreateSut(lease: TimeSpan.FromSeconds(0.6)).HandleAsync(TaskMessage.For(task).ToBody(), TestContext.Current.CancellationToken);

        AgentTask done = await FindAsync(task);
        Assert.Equal((AgentTaskStatus.Succeeded, 1), (done.Status, done.Attempts.Count));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"task\":\"nope\",\"attempt\":1}")]
    [InlineData("null")]
    [InlineData("{\"task\":\"01m85hfg4q4fxhsk0bpg5tbzmw\",\"attempt\":1}")]
    public async Task A_message_that_nobody_can_act_on_is_poison(string body) =>
        Assert.IsType<WorkOutcome.Poison>(await CreateSut().HandleAsync(BinaryData.FromString(body), TestContext.Current.CancellationToken));

    public void Dispose() => _model.Dispose();

    private async Task<AgentTask> AddAsync(Func<AgentTask, AgentTask>? change = null)
    {
        AgentTask task = SampleTasks.Queued();
        task = change is null ? task : change(task);
        await _tasks.AddAsync([task], TestContext.Current.CancellationToken);
        return task;
    }

    private async Task<AgentTask> FindAsync(AgentTask task) => (await _tasks.FindAsync(task.Id, TestContext.Current.CancellationToken))!;

    private TaskWorker CreateSut(RetryPolicy? retry = null, TimeSpan? lease = null)
    {
        CallGate gate = Gates.Open();
        AgentDefinition agent = AgentFile.Parse("classify-ticket.agent.md", "---\nname: classify-ticket\ndescription: d\nversion: 1\noutput: {type: object}\n---\n{{input.text}}");
        ModelDefinition model = new() { Name = "m", Provider = ModelProvider.Offline, Deployment = "m", Price = new TokenPrice(1, 1, 1), ContextWindow = 10_000 };
        AgentTools tools = new(new ToolRegistry([]), new McpConnections());
        IOptions<WorkerOptions> options = Options.Create(new WorkerOptions { Lease = lease ?? TimeSpan.FromSeconds(3), Retry = retry ?? new RetryPolicy() });
        AgentRunner runner = new(_model, tools, new TokenCounter(), gate, TimeProvider.System);
        BacklogMeter backlog = new();
        TestLane lane = new(_queue, backlog, TimeProvider.System);
        ModelCatalogue models = new([model], "m");
        AgentCatalogue agents = new([agent]);
        TestReuse reuse = new(_tasks, _queue, lane, backlog, agents, TimeProvider.System);
        TestRouting routing = new(agents, models, runner, gate, TimeProvider.System);
        InMemoryPayloadStore payloads = new();
        TaskCommit commit = new(_tasks, payloads, reuse.Reuse, reuse.Followers, lane.Lane, backlog, options, NullLogger<TaskRun>.Instance, TimeProvider.System);
        TaskRun run = new(
            _tasks, payloads, reuse.Reuse, commit, lane.Lane, agents, routing.Run, new InMemoryDeltaStore(TimeProvider.System), _running, backlog, options,
            NullLogger<TaskRun>.Instance, TimeProvider.System);
        return new TaskWorker(_tasks, _queue, run, lane.Express, lane.Clock, routing.Waits, reuse.Followers, backlog, options, NullLogger<TaskWorker>.Instance, TimeProvider.System);
    }
}
