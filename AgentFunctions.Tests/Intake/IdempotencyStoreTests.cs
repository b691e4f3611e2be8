using AgentFunctions.Intake.Idempotency;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Tasks;
using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Intake;

/// <summary>What every store of idempotency keys does, in memory and on Azurite.</summary>
public sealed class IdempotencyStoreTests(AzuriteFixture azurite)
{
    private readonly FakeTimeProvider _time = new(SampleTasks.Now);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_concurrent_bindings_one_holds(bool table)
    {
        IIdempotencyStore store = await StoreAsync(table);
        string scope = NewScope();

        IReadOnlyList<KeyBinding>[] bound = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => store.BindAsync([Binding(scope), Binding(scope, 1)], TestContext.Current.CancellationToken)));

        Assert.Single(bound.Select(b => b[0].Task).Distinct());
        Assert.Single(bound.Select(b => b[1].Task).Distinct());
        Assert.NotEqual(bound[0][0].Task, bound[0][1].Task);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_expired_key_stands_for_a_new_task_and_is_removed(bool table)
    {
        IIdempotencyStore store = await StoreAsync(table);
        (string kept, string renewed) = (NewScope(), NewScope());
        await store.BindAsync([Binding(kept)], TestContext.Current.CancellationToken);
        KeyBinding old = Assert.Single(await store.BindAsync([Binding(renewed)], TestContext.Current.CancellationToken));
        _time.Advance(TimeSpan.FromHours(24));

        KeyBinding fresh = Assert.Single(await store.BindAsync([Binding(renewed)], TestContext.Current.CancellationToken));

        Assert.NotEqual(old.Task, fresh.Task);
        Assert.Null(await store.FindAsync(kept, 0, TestContext.Current.CancellationToken));
        Assert.InRange(await store.RemoveExpiredAsync(TestContext.Current.CancellationToken), 1, int.MaxValue);
        Assert.Equal(fresh.Task, (await store.FindAsync(renewed, 0, TestContext.Current.CancellationToken))!.Task);
    }

    private static string NewScope() => Guid.NewGuid().ToString("n");

    private KeyBinding Binding(string scope, int item = 0) => new(scope, item, "hash", new TaskIdSource(_time).Next(), _time.GetUtcNow().AddHours(24));

    private async Task<IIdempotencyStore> StoreAsync(bool table)
    {
        IIdempotencyStore store = table ? new TableIdempotencyStore(new TableServiceClient(await azurite.ConnectionStringAsync()), _time) : new InMemoryIdempotencyStore(_time);
        await store.PrepareAsync(TestContext.Current.CancellationToken);
        return store;
    }
}
