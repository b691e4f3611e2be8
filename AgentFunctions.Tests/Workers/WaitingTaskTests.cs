using AgentFunctions.Agents;
using AgentFunctions.Agents.Tools;
using AgentFunctions.Backlog;
using AgentFunctions.Costs;
using AgentFunctions.Events.Deltas;
using AgentFunctions.Limits;
using AgentFunctions.Limits.Budgets;
using AgentFunctions.Models;
using AgentFunctions.Queues;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Caching;
using AgentFunctions.Tests.Fairness;
using AgentFunctions.Tests.Limits;
using AgentFunctions.Tests.Queues;
using AgentFunctions.Tests.Routing;
using AgentFunctions.Tests.Tasks;
using AgentFunctions.Workers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Workers;

/// <summary>A worker whose model or budget can take no call: the task waits in the queue and holds no worker.</summary>
public sealed class WaitingTaskTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(SampleTasks.Now);
    private readonly InMemoryTaskStore _tasks = new(new InMemoryLedgerStore());
    private readonly SentMessages _queue = new();
    private readonly ScriptedModel _model = new();
    private readonly BacklogMeter _backlog = new();
    private readonly InMemoryLimitStore _limits = new();

    [Fact]
    public async Task A_task_that_the_model_has_no_room_for_waits_without_an_attempt_and_says_why()
    {
        TaskWorker worker = CreateSut(Gates.Model(requestsPerMinute: 1));
        await RunAsync(worker, await AddAsync());
        AgentTask second = await AddAsync();
        TaskWorker other = CreateSut(Gates.Model(requestsPerMinute: 1));

        await RunAsync(other, second);

        AgentTask waiting = await FindAsync(second);
        Assert.Equal((1, AgentTaskStatus.Queued, 0, null), (_model.Calls, waiting.Status, waiting.Attempts.Count, waiting.StartedAt));
        Assert.Equal((WaitReason.ProviderLimit, waiting.DueAt), (waiting.WaitingFor?.Code, waiting.WaitingFor?.Until));
        Assert.Equal((second.Id, waiting.DueAt, 1), (_queue.Sent.Single().Task, _queue.Sent.Single().DueAt, _queue.Sent.Single().Attempt));
        Assert.Equal((1, 0, 1), Counts());
    }

    [Fact]
    public async Task Hours_of_waiting_burn_no_attempt_and_the_task_is_run_in_the_end()
    {
        ModelDefinition model = Gates.Model(requestsPerMinute: 1);
        TaskWorker worker = CreateSut(model);
        AgentTask task = await AddAsync();
        DateTimeOffset end = _time.GetUtcNow().AddHours(3);
        CallGate rival = new(BudgetCatalogue.None, _limits, _time, new Random(1).NextDouble);
        TaskMessage message = TaskMessage.For(await FindAsync(task));
        int deliveries = 0;
        while (_time.GetUtcNow() < end)
        {
            // Somebody else always takes the one call of the minute first.
            Advance(message);
            _ = await rival.AskAsync(model, 0, _time, lane: Lane.Interactive);
            message = await DeliverAsync(worker, message);
            Assert.InRange(++deliveries, 1, 300);
        }

        Assert.Empty((await FindAsync(task)).Attempts);
        Assert.InRange(deliveries, 5, 300);

        while (!(await FindAsync(task)).IsFinal)
        {
            message = await DeliverAsync(worker, message);
            Assert.InRange(++deliveries, 1, 310);
        }

        AgentTask done = await FindAsync(task);
        Assert.Equal((AgentTaskStatus.Succeeded, 1, null), (done.Status, done.Attempts.Count, done.WaitingFor));
    }

    [Fact]
    public async Task A_wait_that_is_known_costs_no_storage_write_once_and_is_noted_then()
    {
        TaskWorker worker = CreateSut(Gates.Model(requestsPerMinute: 1));
        await RunAsync(worker, await AddAsync());
        await RunAsync(worker, await AddAsync());
        AgentTask third = await AddAsync();
        string etag = (await FindAsync(third)).ETag!;

        await worker.HandleAsync(TaskMessage.For(await FindAsync(third)).ToBody(), TestContext.Current.CancellationToken);
        TaskMessage putOff = _queue.Sent.Last();
        Assert.Equal((etag, true, true), ((await FindAsync(third)).ETag, putOff.IsPutOff, putOff.DueAt > _time.GetUtcNow()));

        // Its message comes early; the model is known to be taken still.
        await worker.HandleAsync(putOff.ToBody(), TestContext.Current.CancellationToken);
        AgentTask noted = await FindAsync(third);
        Assert.Equal((AgentTaskStatus.Queued, 0, WaitReason.ProviderLimit), (noted.Status, noted.Attempts.Count, noted.WaitingFor?.Code));
        Assert.Equal((third.Id, noted.DueAt, false), (_queue.Sent.Last().Task, _queue.Sent.Last().DueAt, _queue.Sent.Last().IsPutOff));
    }

    [Fact]
    public async Task A_waiting_task_does_not_wait_past_its_deadline()
    {
        TaskWorker worker = CreateSut(Gates.Model(requestsPerMinute: 1));
        await RunAsync(worker, await AddAsync());
        AgentTask task = await AddAsync(t => t with { Deadline = _time.GetUtcNow().AddSeconds(5) });

        await RunAsync(worker, task);
        Assert.Equal(task.Deadline, (await FindAsync(task)).DueAt);

        _time.Advance(TimeSpan.FromSeconds(5));
        await worker.HandleAsync(_queue.Sent.Last().ToBody(), TestContext.Current.CancellationToken);
        Assert.Equal(TaskError.Deadline, (await FindAsync(task)).Error?.Code);
    }

    [Fact]
    public async Task A_task_over_budget_waits_and_runs_in_the_next_period()
    {
        TaskWorker worker = CreateSut(Gates.Model(), new Budget("*", "*", Usd.FromMicros(1500), null, OverBudget.Wait));
        await SpendAsync(1000);
        AgentTask task = await AddAsync();

        await RunAsync(worker, task);
        AgentTask waiting = await FindAsync(task);
        Assert.Equal((0, AgentTaskStatus.Queued, 0, WaitReason.OverBudget), (_model.Calls, waiting.Status, waiting.Attempts.Count, waiting.WaitingFor?.Code));

        _time.Advance(TimeSpan.FromDays(1));
        await worker.HandleAsync(_queue.Sent.Last().ToBody(), TestContext.Current.CancellationToken);
        Assert.Equal(AgentTaskStatus.Succeeded, (await FindAsync(task)).Status);
    }

    [Fact]
    public async Task A_task_over_a_budget_that_says_fail_fails_without_a_call()
    {
        TaskWorker worker = CreateSut(Gates.Model(), new Budget("*", "*", Usd.FromMicros(1500), null, OverBudget.Fail));
        await SpendAsync(1000);
        AgentTask task = await AddAsync();

        await RunAsync(worker, task);

        AgentTask failed = await FindAsync(task);
        Assert.Equal((0, AgentTaskStatus.Failed, TaskError.OverBudget), (_model.Calls, failed.Status, failed.Error?.Code));
    }

    [Fact]
    public async Task A_run_that_has_begun_waits_in_place_for_a_short_while_and_else_is_put_off_with_its_calls_billed()
    {
        // The first answer has not the right shape, so that a second call is due. It finds the minute's only call taken.
        _model.Answer = _ => Task.FromResult("not json");
        TaskWorker worker = CreateSut(Gates.Model(requestsPerMinute: 1));
        AgentTask task = await AddAsync();

        Task run = RunAsync(worker, task);
        DateTimeOffset start = _time.GetUtcNow();
        while (!run.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
            Assert.True(_time.GetUtcNow() < start.AddMinutes(30), "It never gave up.");
        }

        AgentTask waiting = await FindAsync(task);
        Assert.Equal((1, AgentTaskStatus.Queued, 0, WaitReason.ProviderLimit), (_model.Calls, waiting.Status, waiting.Tries, waiting.WaitingFor?.Code));
        Assert.Equal(TaskError.Deferred, Assert.Single(waiting.Attempts).Error?.Code);
        Assert.True(waiting.Cost > default(Usd));
    }

    public void Dispose() => _model.Dispose();

    /// <summary>Another instance spends so many micro-dollars of the tenant's.</summary>
    private async Task SpendAsync(long micros)
    {
        CallGate rich = new(new BudgetCatalogue([new Budget("*", "*", Usd.FromMicros(1500), null, OverBudget.Wait)]), _limits, _time);
        await (await rich.AskAsync(Gates.Model(), micros, _time, TenantId.Default.Value)).Permit().SettleAsync(micros);
    }

    private (long Waiting, long Running, long Started) Counts()
    {
        GroupCounts counts = Assert.Single(_backlog.Read());
        return (counts.Waiting + 2, counts.Running, counts.Started);
    }

    private async Task<AgentTask> AddAsync(Func<AgentTask, AgentTask>? change = null)
    {
        AgentTask task = SampleTasks.Queued(_time);
        await _tasks.AddAsync([change is null ? task : change(task)], TestContext.Current.CancellationToken);
        return await FindAsync(task);
    }

    private async Task<AgentTask> FindAsync(AgentTask task) => (await _tasks.FindAsync(task.Id, TestContext.Current.CancellationToken))!;

    private static Task<WorkOutcome> RunAsync(TaskWorker worker, AgentTask task) =>
        worker.HandleAsync((TaskMessage.For(task) with { IsPutOff = true }).ToBody(), TestContext.Current.CancellationToken);

    private void Advance(TaskMessage message) => _time.Advance(message.DueAt > _time.GetUtcNow() ? message.DueAt - _time.GetUtcNow() : TimeSpan.Zero);

    /// <summary>Delivers a message when it is due.</summary>
    /// <returns>The one that was sent in its place; the same when none was.</returns>
    private async Task<TaskMessage> DeliverAsync(TaskWorker worker, TaskMessage message)
    {
        Advance(message);
        int sent = _queue.Sent.Count;
        await worker.HandleAsync(message.ToBody(), TestContext.Current.CancellationToken);
        return _queue.Sent.Count > sent ? _queue.Sent.Last() : message;
    }

    private TaskWorker CreateSut(ModelDefinition model, params Budget[] budgets)
    {
        CallGate gate = new(new BudgetCatalogue(budgets), _limits, _time, new Random(1).NextDouble);
        AgentDefinition agent = AgentFile.Parse(
            "classify-ticket.agent.md", "---\nname: classify-ticket\ndescription: d\nversion: 1\noutput: {type: object}\nmaxOutputTokens: 1000\n---\n{{input.text}}");
        IOptions<WorkerOptions> options = Options.Create(new WorkerOptions());
        AgentRunner runner = new(_model, new AgentTools(new ToolRegistry([]), new McpConnections()), new TokenCounter(), gate, _time);
        TestLane lane = new(_queue, _backlog, _time);
        ModelCatalogue models = new([model], "m");
        AgentCatalogue agents = new([agent]);
        TestReuse reuse = new(_tasks, _queue, lane, _backlog, agents, _time);
        TestRouting routing = new(agents, models, runner, gate, _time);
        InMemoryPayloadStore payloads = new();
        TaskCommit commit = new(_tasks, payloads, reuse.Reuse, reuse.Followers, lane.Lane, _backlog, options, NullLogger<TaskRun>.Instance, _time);
        TaskRun run = new(
            _tasks, payloads, reuse.Reuse, commit, lane.Lane, agents, routing.Run, new InMemoryDeltaStore(TimeProvider.System), new RunningTasks(), _backlog, options, NullLogger<TaskRun>.Instance, _time);
        return new TaskWorker(_tasks, _queue, run, lane.Express, lane.Clock, routing.Waits, reuse.Followers, _backlog, options, NullLogger<TaskWorker>.Instance, _time);
    }
}
