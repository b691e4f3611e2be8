using AgentFunctions.Costs;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Tasks;
using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Storage;

/// <summary>The scan for reports, in memory and on Azurite.</summary>
public sealed class TaskScanTests(AzuriteFixture azurite)
{
    private readonly TenantId _tenant = new(Guid.NewGuid().ToString());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_scan_tells_of_a_task_all_that_a_report_needs(bool table)
    {
        (ITaskStore store, ITaskScan scan) = await StoreAsync(table);
        AgentTask queued = Queued(SampleTasks.Now) with { WorkKey = new WorkKey(new string('a', 64)), Cache = new TaskCachePolicy(true, null) };
        AgentTask running = TaskLifecycle.Claim(queued, "w", SampleTasks.Now, TimeSpan.FromMinutes(1));
        AgentTask ended = TaskLifecycle.Succeed(running, new Payload.Inline("{}"), SampleTasks.Use(7, new TokenUsage(5, 1, 2, true)), SampleTasks.Now.AddSeconds(3));
        AgentTask answered = TaskLifecycle.Answer(
            Queued(SampleTasks.Now), new Payload.Inline("{}"), new AnswerSource(AnswerOrigin.Cache, ended.Id, Usd.FromMicros(7)), "m", SampleTasks.Now.AddSeconds(4));
        await store.AddAsync([ended, answered], TestContext.Current.CancellationToken);

        List<ScannedTask> tasks = await ReadAsync(scan, SampleTasks.Now, SampleTasks.Now.AddHours(1));

        ScannedTask task = Assert.Single(tasks, t => t.Id == ended.Id);
        Assert.Equal(ended.Attempts[0].Calls, Assert.Single(task.Attempts).Calls);
        Assert.Equal(ScannedTask.Of(ended) with { Attempts = task.Attempts }, task);
        Assert.Equal(answered.Source, Assert.Single(tasks, t => t.Id == answered.Id).Source);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_scan_begins_and_ends_to_the_millisecond_and_meets_each_task_of_the_tenant_once(bool table)
    {
        (ITaskStore store, ITaskScan scan) = await StoreAsync(table);
        (DateTimeOffset from, DateTimeOffset to) = (SampleTasks.Now, SampleTasks.Now.AddHours(1));
        AgentTask[] within = [Queued(from), Queued(to.AddMilliseconds(-1)), .. Enumerable.Range(0, 2500).Select(i => Queued(from.AddSeconds(i)))];
        AgentTask[] others = [Queued(from.AddMilliseconds(-1)), Queued(to), Queued(from) with { Tenant = new TenantId(Guid.NewGuid().ToString()) }];
        await store.AddAsync([.. within, .. others], TestContext.Current.CancellationToken);

        List<ScannedTask> tasks = await ReadAsync(scan, from, to);

        Assert.Equal(within.Select(t => t.Id.ToString()).Order(StringComparer.Ordinal), tasks.Select(t => t.Id.ToString()).Order(StringComparer.Ordinal));
    }

    private AgentTask Queued(DateTimeOffset at) => SampleTasks.Queued(new FakeTimeProvider(at)) with { Tenant = _tenant };

    private async Task<List<ScannedTask>> ReadAsync(ITaskScan scan, DateTimeOffset from, DateTimeOffset to) =>
        await scan.ScanAsync(_tenant, from, to, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    private async Task<(ITaskStore Store, ITaskScan Scan)> StoreAsync(bool table)
    {
        if (!table)
        {
            InMemoryTaskStore memory = new();
            return (memory, memory);
        }

        TableServiceClient service = new(await azurite.ConnectionStringAsync());
        TableTaskStore store = new(service);
        await store.PrepareAsync(TestContext.Current.CancellationToken);
        return (store, new TableTaskScan(service));
    }
}
