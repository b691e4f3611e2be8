using AgentFunctions.Costs;
using AgentFunctions.Limits;
using AgentFunctions.Limits.Budgets;
using AgentFunctions.Models;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Limits.Budgets;

/// <summary>Budgets on the store in memory, in fake time. A token costs a micro-dollar.</summary>
public sealed class BudgetTests
{
    private static readonly ModelDefinition Model = Gates.Model();

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2027, 1, 30, 23, 50, 0, TimeSpan.Zero));
    private readonly InMemoryLimitStore _store = new();

    [Fact]
    public async Task A_call_that_would_pass_the_budget_waits_for_the_next_day_and_is_looked_at_every_15_minutes()
    {
        CallGate gate = Gate(new Budget("acme", "*", Usd.FromMicros(1000), null, OverBudget.Wait));
        await (await gate.AskAsync(Model, 900, _time)).Permit().SettleAsync(900);

        WaitReason fresh = Reason(await gate.AskAsync(Model, 200, _time));
        WaitReason old = Reason(await gate.AdmitAsync(
            new CallScope(new TenantId("acme"), "a", Lane.Standard, _time.GetUtcNow().AddDays(-1)), Model, new Lazy<TokenUsage>(new TokenUsage(200, 0, 0, true)), TestContext.Current.CancellationToken));

        Assert.Equal((WaitReason.OverBudget, WaitReason.OverBudget), (fresh.Code, old.Code));
        Assert.InRange(fresh.Until, _time.GetUtcNow().AddSeconds(15), _time.GetUtcNow().AddSeconds(30));
        Assert.InRange(old.Until, _time.GetUtcNow().AddMinutes(7.5), _time.GetUtcNow().AddMinutes(15));
        Assert.Contains("2027-01-30", old.Message, StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromMinutes(10));
        (await gate.AskAsync(Model, 1000, _time)).Permit();
    }

    [Fact]
    public async Task A_month_outlasts_its_days()
    {
        CallGate gate = Gate(new Budget("acme", "*", Usd.FromMicros(1000), Usd.FromMicros(1500), OverBudget.Wait));
        await (await gate.AskAsync(Model, 1000, _time)).Permit().SettleAsync(1000);

        _time.Advance(TimeSpan.FromMinutes(10));
        Reason(await gate.AskAsync(Model, 600, _time));
        (await gate.AskAsync(Model, 500, _time)).Permit();

        _time.Advance(TimeSpan.FromDays(1));
        (await gate.AskAsync(Model, 1000, _time)).Permit();
    }

    [Theory]
    [InlineData(OverBudget.Fail, 200)]
    [InlineData(OverBudget.Wait, 1001)]
    public async Task A_call_is_refused_when_the_budget_says_so_or_could_never_hold_it(OverBudget over, long cost)
    {
        CallGate gate = Gate(new Budget("*", "*", Usd.FromMicros(1000), null, over));
        await (await gate.AskAsync(Model, 900, _time)).Permit().SettleAsync(900);

        Assert.Equal(TaskError.OverBudget, Assert.IsType<Admission.Refused>(await gate.AskAsync(Model, cost, _time)).Error.Code);
    }

    [Fact]
    public async Task Each_tenant_has_a_budget_for_all_on_its_own_and_an_agents_budget_is_beside_it()
    {
        CallGate gate = Gate(new Budget("*", "*", Usd.FromMicros(1000), null, OverBudget.Wait), new Budget("*", "dear", Usd.FromMicros(100), null, OverBudget.Wait));

        (await gate.AskAsync(Model, 1000, _time, "acme")).Permit();
        (await gate.AskAsync(Model, 900, _time, "other")).Permit();
        (await gate.AskAsync(Model, 100, _time, "other", "dear")).Permit();
        Reason(await gate.AskAsync(Model, 1, _time, "acme"));

        IReadOnlyList<BudgetStanding> standings = await gate.ReadBudgetsAsync(new TenantId("other"), TestContext.Current.CancellationToken);
        Assert.Equal([0, 0], standings.Select(s => s.Remaining.Micros));
    }

    [Fact]
    public async Task Of_several_budgets_all_or_none_are_reserved()
    {
        CallGate gate = Gate(new Budget("*", "*", Usd.FromMicros(1000), null, OverBudget.Wait), new Budget("*", "dear", Usd.FromMicros(100), null, OverBudget.Wait));

        (await gate.AskAsync(Model, 60, _time, agent: "dear")).Permit();
        for (int i = 0; i < 50; i++)
        {
            Reason(await gate.AskAsync(Model, 60, _time, agent: "dear"));
        }

        (await gate.AskAsync(Model, 940, _time, agent: "cheap")).Permit();
    }

    [Fact]
    public async Task A_call_that_the_provider_refused_costs_nothing_and_one_that_was_cut_off_all_that_was_reserved()
    {
        CallGate gate = Gate(new Budget("*", "*", Usd.FromMicros(1000), null, OverBudget.Wait));

        await (await gate.AskAsync(Model, 1000, _time)).Permit().SettleAsync(CallEnd.Rejected.Instance);
        await (await gate.AskAsync(Model, 400, _time)).Permit().SettleAsync(CallEnd.Unknown.Instance);

        (await gate.AskAsync(Model, 600, _time)).Permit();
        Reason(await gate.AskAsync(Model, 1, _time));
    }

    [Fact]
    public async Task An_idle_instance_gives_back_what_it_holds_and_a_dead_one_does_not()
    {
        Budget budget = new("*", "*", Usd.FromMicros(10_000), null, OverBudget.Wait);
        (CallGate idle, CallGate dead, CallGate other) = (Gate(budget), Gate(budget), Gate(budget));
        await (await idle.AskAsync(Model, 10, _time)).Permit().SettleAsync(10);
        await (await dead.AskAsync(Model, 10, _time)).Permit().SettleAsync(10);
        Assert.Equal(200, await TakenAsync(other));

        await idle.ReturnAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(200, await TakenAsync(other));
        _time.Advance(TimeSpan.FromSeconds(11));
        await idle.ReturnAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(10 + 100, await TakenAsync(other));
        (await other.AskAsync(Model, 10_000 - 110, _time)).Permit();
        Reason(await other.AskAsync(Model, 1, _time));
    }

    [Fact]
    public async Task Money_beyond_the_reservation_is_booked_too()
    {
        CallGate gate = Gate(new Budget("*", "*", Usd.FromMicros(10_000), null, OverBudget.Wait));
        await (await gate.AskAsync(Model, 100, _time)).Permit().SettleAsync(700);

        await gate.ReturnAsync(TimeSpan.Zero);

        Assert.Equal(700, await TakenAsync(gate));
    }

    [Fact]
    public async Task A_waiting_call_holds_no_money()
    {
        ModelDefinition slow = Gates.Model(requestsPerMinute: 1) with { Name = "slow" };
        CallGate gate = Gate(new Budget("*", "*", Usd.FromMicros(1000), null, OverBudget.Wait));
        await (await gate.AskAsync(slow, 100, _time)).Permit().SettleAsync(100);

        Assert.Equal(WaitReason.ProviderLimit, Reason(await gate.AskAsync(slow, 900, _time)).Code);

        (await gate.AskAsync(Model, 900, _time)).Permit();
    }

    [Fact]
    public async Task However_calls_go_the_sum_of_costs_stays_within_the_budget()
    {
        for (int i = 0; i < 200; i++)
        {
            await RunSequenceAsync(Random.Shared.Next());
        }
    }

    private async Task RunSequenceAsync(int seed)
    {
        Random random = new(seed);
        InMemoryLimitStore store = new();
        long limit = random.Next(100, 100_000);
        BudgetCatalogue budgets = new([new Budget("*", "*", Usd.FromMicros(limit), null, OverBudget.Wait)]);
        CallGate[] gates = [.. Enumerable.Range(0, 3).Select(_ => new CallGate(budgets, store, _time, random.NextDouble))];
        List<(ICallPermit Permit, long Reserved)> open = [];
        long spent = 0;
        DateTimeOffset day = _time.GetUtcNow().Date;
        for (int step = 0; step < 300; step++)
        {
            int gate = random.Next(gates.Length);
            long cost = random.NextInt64(1, Math.Max(2, limit / random.Next(1, 30)));
            switch (random.Next(12))
            {
                case < 6 when await gates[gate].AskAsync(Model, cost, _time) is Admission.Admitted { Permit: var permit }:
                    open.Add((permit, cost));
                    break;
                case < 9 when open.Count > 0:
                    (ICallPermit settled, long reserved) = open[random.Next(open.Count)];
                    open.Remove((settled, reserved));
                    long real = random.NextInt64(0, reserved + 1);
                    await settled.SettleAsync(real);
                    spent += real;
                    break;
                case 9:
                    await gates[gate].ReturnAsync(TimeSpan.FromSeconds(random.Next(20)));
                    break;
                case 10 when random.Next(10) == 0:
                    gates[gate] = new CallGate(budgets, store, _time, random.NextDouble);
                    break;
                default:
                    _time.Advance(TimeSpan.FromSeconds(random.Next(10)));
                    break;
            }

            if (_time.GetUtcNow().Date != day)
            {
                // Another day, another sequence.
                return;
            }

            Assert.True(spent + open.Sum(o => o.Reserved) <= limit, $"seed {seed}, step {step}: {spent} spent and {open.Sum(o => o.Reserved)} reserved of {limit}");
            Assert.InRange(await TakenAsync(gates[gate]), 0, limit);
        }
    }

    private static WaitReason Reason(Admission admission) => Assert.IsType<Admission.Wait>(admission).Reason;

    private static async Task<long> TakenAsync(CallGate gate) =>
        Assert.Single(await gate.ReadBudgetsAsync(new TenantId("acme"), TestContext.Current.CancellationToken)).Taken.Micros;

    private CallGate Gate(params Budget[] budgets) => new(new BudgetCatalogue(budgets), _store, _time, new Random(1).NextDouble);
}
