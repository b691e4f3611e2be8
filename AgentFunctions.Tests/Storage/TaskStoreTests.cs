using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Tasks;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace AgentFunctions.Tests.Storage;

/// <summary>What every task store does, on the one in memory and on Azurite.</summary>
public sealed class TaskStoreTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_task_reads_back_as_it_was_stored(bool table)
    {
        ITaskStore store = await StoreAsync(table);
        AgentTask task = SampleTasks.Queued() with
        {
            Quality = 0.5,
            Deadline = SampleTasks.Now,
            Metadata = new Dictionary<string, string> { ["k"] = "ü \"q\"" },
            Cache = new TaskCachePolicy(true, TimeSpan.FromHours(1)),
        };
        await store.AddAsync([task], TestContext.Current.CancellationToken);

        AgentTask found = (await store.FindAsync(task.Id, TestContext.Current.CancellationToken))!;

        Assert.Equal(task.Metadata, found.Metadata);
        Assert.Empty(found.Attempts);
        Assert.Equal(task with { ETag = null, Metadata = found.Metadata, Attempts = found.Attempts }, found with { ETag = null });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_concurrent_claims_one_wins(bool table)
    {
        ITaskStore store = await StoreAsync(table);
        AgentTask task = SampleTasks.Queued();
        await store.AddAsync([task], TestContext.Current.CancellationToken);
        AgentTask found = (await store.FindAsync(task.Id, TestContext.Current.CancellationToken))!;

        UpdateOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(worker => Task.Run(() => store.UpdateAsync(
            TaskLifecycle.Claim(found, $"w{worker}", DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1)), TestContext.Current.CancellationToken))));

        UpdateOutcome.Stored won = Assert.Single(outcomes.OfType<UpdateOutcome.Stored>());
        Assert.Equal(won.Task.Lease!.Owner, (await store.FindAsync(task.Id, TestContext.Current.CancellationToken))!.Lease!.Owner);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_hold_every_matching_task_once(bool table)
    {
        ITaskStore store = await StoreAsync(table);
        TenantId tenant = new(Guid.NewGuid().ToString());
        AgentTask[] tasks = [.. Enumerable.Range(0, 250).Select(_ => SampleTasks.Queued() with { Tenant = tenant })];
        await store.AddAsync(tasks, TestContext.Current.CancellationToken);

        List<TaskId> seen = [];
        TaskFilter filter = new() { Tenant = tenant, Statuses = [AgentTaskStatus.Queued], PageSize = 60 };
        do
        {
            TaskPage page = await store.ListAsync(filter, TestContext.Current.CancellationToken);
            Assert.InRange(page.Tasks.Count, 1, 60);
            seen.AddRange(page.Tasks.Select(t => t.Id));
            filter = filter with { After = page.Next };
        }
        while (filter.After is not null);

        Assert.Equal(tasks.Select(t => t.Id.ToString()).Order(StringComparer.Ordinal), seen.Select(i => i.ToString()).Order(StringComparer.Ordinal));
        Assert.Empty((await store.ListAsync(new TaskFilter { Tenant = tenant, To = tasks[0].CreatedAt }, TestContext.Current.CancellationToken)).Tasks);
    }

    [Fact]
    public async Task Pages_hold_every_task_while_tasks_change()
    {
        ITaskStore store = await StoreAsync(table: true);
        TenantId tenant = new(Guid.NewGuid().ToString());
        TaskIdSource ids = new(TimeProvider.System);
        IReadOnlyList<AgentTask> tasks = await store.AddAsync(
            [.. Enumerable.Range(0, 3000).Select(_ => SampleTasks.Queued() with { Id = ids.Next(), Tenant = tenant })], TestContext.Current.CancellationToken);
        Task changes = Task.WhenAll(tasks.Select(t => store.UpdateAsync(
            TaskLifecycle.Claim(t, "w", DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1)), TestContext.Current.CancellationToken)));

        do
        {
            int seen = 0;
            TaskFilter filter = new() { From = tasks[0].CreatedAt.AddMinutes(-1), PageSize = 1000 };
            do
            {
                TaskPage page = await store.ListAsync(filter, TestContext.Current.CancellationToken);
                seen += page.Tasks.Count(t => t.Tenant == tenant);
                filter = filter with { After = page.Next };
            }
            while (filter.After is not null);

            Assert.Equal(tasks.Count, seen);
        }
        while (!changes.IsCompleted);
        await changes;
    }

    [Fact]
    public async Task Large_payloads_go_to_a_blob_and_come_back()
    {
        BlobPayloadStore payloads = new(new BlobServiceClient(await azurite.ConnectionStringAsync()));
        await payloads.PrepareAsync(TestContext.Current.CancellationToken);
        string large = $"\"{new string('ä', IPayloadStore.InlineLimit)}\"";
        TaskId id = SampleTasks.Queued().Id;

        Payload kept = await payloads.KeepAsync(id, "input", large, TestContext.Current.CancellationToken);

        Assert.IsType<Payload.Blob>(kept);
        Assert.Equal(large, await payloads.ReadAsync(kept, TestContext.Current.CancellationToken));
        Assert.IsType<Payload.Inline>(await payloads.KeepAsync(id, "result", "{}", TestContext.Current.CancellationToken));
    }

    private async Task<ITaskStore> StoreAsync(bool table)
    {
        ITaskStore store = table ? new TableTaskStore(new TableServiceClient(await azurite.ConnectionStringAsync())) : new InMemoryTaskStore();
        await store.PrepareAsync(TestContext.Current.CancellationToken);
        return store;
    }
}
