using AgentFunctions.Costs;
using AgentFunctions.Limits;
using AgentFunctions.Limits.Budgets;
using AgentFunctions.Models;
using AgentFunctions.Storage.SharedStates;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Servers;
using Azure.Data.Tables;

namespace AgentFunctions.Tests.Limits.Budgets;

/// <summary>Several gates on one account in a real table.</summary>
public sealed class SharedBudgetTests(AzuriteFixture azurite)
{
    private const int GateCount = 8;
    private const int CallsPerGate = 200;
    private const long Limit = 500_000;

    [Fact]
    public async Task A_budget_far_from_its_end_costs_hardly_a_storage_call()
    {
        CountedStore store = new(new InMemoryLimitStore());
        BudgetCatalogue budgets = new([new Budget("*", "*", null, Usd.FromMicros(200 * Limit), OverBudget.Wait)]);
        CallGate[] gates = [.. Enumerable.Range(0, GateCount).Select(_ => new CallGate(budgets, store, TimeProvider.System))];

        (long Spent, int Calls)[] spent = await Task.WhenAll(gates.Select((gate, i) => Task.Run(() => SpendAsync(gate, TenantId.Default, new Random(i)))));

        Assert.Equal(GateCount * CallsPerGate, spent.Sum(s => s.Calls));
        Assert.InRange(store.Calls, 2, GateCount * CallsPerGate / 20);
    }

    [Fact]
    public async Task Gates_at_once_never_spend_more_than_the_budget_and_use_most_of_it()
    {
        int seed = Random.Shared.Next();
        CountedStore store = new(new TableLimitStore(new TableServiceClient(await azurite.ConnectionStringAsync())));
        await store.PrepareAsync(TestContext.Current.CancellationToken);
        TenantId tenant = new($"t/{Guid.NewGuid():n}");
        BudgetCatalogue budgets = new([new Budget(tenant.Value, "*", null, Usd.FromMicros(Limit), OverBudget.Wait)]);
        CallGate[] gates = [.. Enumerable.Range(0, GateCount).Select(_ => new CallGate(budgets, store, TimeProvider.System))];

        (long Spent, int Calls)[] spent = await Task.WhenAll(gates.Select((gate, i) => Task.Run(() => SpendAsync(gate, tenant, new Random(seed + i)))));
        (long sum, int calls) = (spent.Sum(s => s.Spent), spent.Sum(s => s.Calls));
        await Task.WhenAll(gates.Select(g => g.ReturnAsync(TimeSpan.Zero)));

        BudgetStanding standing = Assert.Single(await gates[0].ReadBudgetsAsync(tenant, TestContext.Current.CancellationToken));
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}: {calls} calls cost {sum} of {Limit}; {store.Calls} storage calls, {(double)store.Calls / calls:0.00} a call");
        Assert.InRange(sum, Limit * 9 / 10, Limit);
        Assert.Equal(sum, standing.Taken.Micros);
    }

    // The mean of all calls is more than twice what the budget holds.
    private static async Task<(long Spent, int Calls)> SpendAsync(CallGate gate, TenantId tenant, Random random)
    {
        (long spent, int calls) = (0, 0);
        for (int i = 0; i < CallsPerGate; i++)
        {
            long worst = random.Next(200, 2000);
            if (await gate.AskAsync(Gates.Model(), worst, TimeProvider.System, tenant.Value) is Admission.Admitted { Permit: var permit })
            {
                await Task.Yield();
                long real = random.NextInt64(worst / 2, worst + 1);
                await permit.SettleAsync(real);
                (spent, calls) = (spent + real, calls + 1);
            }
        }

        return (spent, calls);
    }

    private sealed class CountedStore(ILimitStore inner) : ILimitStore
    {
        private int _calls;

        public int Calls => _calls;

        public Task PrepareAsync(CancellationToken cancellationToken) => inner.PrepareAsync(cancellationToken);

        public Task<SharedState?> FindAsync(StateKey key, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            return inner.FindAsync(key, cancellationToken);
        }

        public Task<bool> TryWriteAsync(StateKey key, string json, string? etag, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            return inner.TryWriteAsync(key, json, etag, cancellationToken);
        }
    }
}
