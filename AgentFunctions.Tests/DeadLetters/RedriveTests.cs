using AgentFunctions.Agents;
using AgentFunctions.Backlog;
using AgentFunctions.Caching;
using AgentFunctions.Costs;
using AgentFunctions.DeadLetters;
using AgentFunctions.Models;
using AgentFunctions.Queues;
using AgentFunctions.Routing;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Fairness;
using AgentFunctions.Tests.Queues;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Tasks;
using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.DeadLetters;

/// <summary>The way back for tasks that were set aside, in memory and on Azurite.</summary>
public sealed class RedriveTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new(SampleTasks.Now);
    private readonly SentMessages _queue = new();
    private readonly TenantId _tenant = new(Guid.NewGuid().ToString());
    private ITaskStore _tasks = new InMemoryTaskStore();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_redriven_task_is_queued_with_its_history_and_starts_counting_anew(bool table)
    {
        await UseStoreAsync(table);
        AgentTask dead = await AddDeadAsync();

        RedriveReport report = await RunAsync(new() { Ids = [dead.Id], InputJson = """{"text":"other"}""", AgentVersion = "1", Lane = Lane.Economy });

        AgentTask task = (await _tasks.FindAsync(dead.Id, TestContext.Current.CancellationToken))!;
        TaskRedrive redrive = Assert.Single(task.Redrives);
        Assert.Equal(RedriveOutcome.Redriven, Assert.Single(report.Items).Outcome);
        Assert.Equal((AgentTaskStatus.Queued, Lane.Economy, 2, 0), (task.Status, task.Lane, task.Attempts.Count, task.Tries));
        Assert.Equal((Usd.FromMicros(14), null, null), (task.Cost, task.Error, task.FinishedAt));
        Assert.Equal(new Payload.Inline("""{"text":"other"}"""), task.Input);
        Assert.Equal((2, TaskError.ModelUnavailable), (redrive.AfterAttempt, redrive.Error.Code));
        Assert.Equal(["input", "agentVersion", "lane"], redrive.Patched);
        Assert.Equal((3, Lane.Economy), (Assert.Single(_queue.Sent).Attempt, _queue.Sent.Single().Lane));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_dry_run_says_what_would_happen_and_changes_nothing(bool table)
    {
        await UseStoreAsync(table);
        AgentTask dead = await AddDeadAsync();

        RedriveReport report = await RunAsync(new() { Filter = All(), DryRun = true });

        Assert.Equal((dead.Id.ToString(), RedriveOutcome.Redriven), report.Items.Select(i => (i.Id, i.Outcome)).Single());
        Assert.Equal(AgentTaskStatus.DeadLettered, (await _tasks.FindAsync(dead.Id, TestContext.Current.CancellationToken))!.Status);
        Assert.Empty(_queue.Sent);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Filters_choose_by_agent_reason_and_time_and_the_rate_spreads_them(bool table)
    {
        await UseStoreAsync(table);
        await AddDeadAsync(agent: "extract-facts");
        await AddDeadAsync(code: TaskError.StorageUnavailable);
        _time.Advance(TimeSpan.FromHours(1));
        DateTimeOffset later = _time.GetUtcNow();
        for (int i = 0; i < 5; i++)
        {
            await AddDeadAsync();
        }

        TaskFilter filter = DeadLetterFilter.Of(_tenant, "classify-ticket", TaskError.ModelUnavailable, later, null);
        RedriveReport report = await RunAsync(new() { Filter = filter, Rate = 2, Limit = 4 });

        Assert.Equal((4, true), (report.Items.Count, report.More));
        Assert.Equal([0, 0.5, 1, 1.5], _queue.Sent.Select(m => (m.DueAt - later).TotalSeconds));
        Assert.Single((await RunAsync(new() { Filter = filter })).Items);
        Assert.Equal(2, (await RunAsync(new() { Filter = All(), DryRun = true })).Items.Count);
    }

    [Fact]
    public async Task What_cannot_be_redriven_is_named_and_left()
    {
        AgentTask dead = await AddDeadAsync();
        AgentTask queued = Assert.Single(await _tasks.AddAsync([SampleTasks.Queued(_time) with { Tenant = _tenant }], TestContext.Current.CancellationToken));
        AgentTask foreign = await AddDeadAsync(tenant: new TenantId("other"));
        AgentTask gone = await AddDeadAsync(agent: "gone");

        RedriveReport report = await RunAsync(new() { Ids = [dead.Id, queued.Id, foreign.Id, gone.Id], InputJson = "{}" });

        Assert.Equal(
            [RedriveOutcome.Refused, RedriveOutcome.NotDeadLettered, RedriveOutcome.NotFound, RedriveOutcome.Refused], report.Items.Select(i => i.Outcome));
        Assert.Contains("text", report.Items[0].Detail, StringComparison.Ordinal);
        Assert.Contains("version '1'", (await RunAsync(new() { Ids = [dead.Id], AgentVersion = "7" })).Items[0].Detail, StringComparison.Ordinal);
        Assert.Empty(_queue.Sent);
    }

    [Fact]
    public async Task Of_two_redrives_at_the_same_time_one_sends_the_task()
    {
        await UseStoreAsync(table: true);
        AgentTask dead = await AddDeadAsync();

        RedriveReport[] reports = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RunAsync(new() { Ids = [dead.Id] })));

        Assert.Equal(1, reports.Count(r => r.Items[0].Outcome == RedriveOutcome.Redriven));
        Assert.Single(_queue.Sent);
    }

    private TaskFilter All() => DeadLetterFilter.Of(_tenant, null, null, null, null);

    private async Task UseStoreAsync(bool table)
    {
        if (table)
        {
            _tasks = new TableTaskStore(new TableServiceClient(await azurite.ConnectionStringAsync()));
            await _tasks.PrepareAsync(TestContext.Current.CancellationToken);
        }
    }

    private async Task<AgentTask> AddDeadAsync(string agent = "classify-ticket", string code = TaskError.ModelUnavailable, TenantId? tenant = null)
    {
        ModelUse use = SampleTasks.Use(micros: 7);
        AgentTask task = SampleTasks.Queued(_time, agent) with { Tenant = tenant ?? _tenant, Deadline = _time.GetUtcNow().AddSeconds(-1) };
        task = Assert.Single(await _tasks.AddAsync([task], TestContext.Current.CancellationToken));
        task = TaskLifecycle.Release(TaskLifecycle.Claim(task, "w", _time.GetUtcNow(), Lease), new TaskError(code, "x"), use, _time.GetUtcNow(), _time.GetUtcNow());
        task = TaskLifecycle.DeadLetter(TaskLifecycle.Claim(task, "w", _time.GetUtcNow(), Lease), new TaskError(code, "x"), use, _time.GetUtcNow());
        return ((UpdateOutcome.Stored)await _tasks.UpdateAsync(task, TestContext.Current.CancellationToken)).Task;
    }

    private Task<RedriveReport> RunAsync(RedriveRequest request)
    {
        AgentDefinition agent = AgentFile.Parse("classify-ticket.agent.md", "---\nname: classify-ticket\ndescription: d\nversion: 1\noutput: {type: object}\n---\n{{input.text}}");
        AgentDefinition other = AgentFile.Parse("extract-facts.agent.md", "---\nname: extract-facts\ndescription: d\nversion: 1\noutput: {type: object}\n---\n{{input.text}}");
        ModelDefinition model = new() { Name = "m", Provider = ModelProvider.Offline, Deployment = "m", Price = new TokenPrice(1, 1, 1), ContextWindow = 10_000 };
        BacklogMeter backlog = new();
        DeadLetterRedrive sut = new(
            _tasks, new InMemoryPayloadStore(), new TestLane(_queue, backlog, _time).Lane, new AgentCatalogue([agent, other]),
            new WorkKeys(new CandidateModels(new ModelCatalogue([model], "m"))), backlog, _time);
        return sut.RunAsync(_tenant, request, TestContext.Current.CancellationToken);
    }
}
