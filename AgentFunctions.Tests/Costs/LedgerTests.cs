using System.Security.Cryptography;
using AgentFunctions.Costs;
using AgentFunctions.Costs.Posting;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Tasks;

namespace AgentFunctions.Tests.Costs;

/// <summary>The sum of the ledger is the sum over the tasks, to the last micro-dollar.</summary>
[Collection(LedgerCollection.Name)]
public sealed class LedgerTests(LedgerStorage storage, ITestOutputHelper output)
{
    private readonly TenantId _tenant = new(Guid.NewGuid().ToString());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(0.03)]
    public async Task Thousands_of_changes_by_several_instances_add_up(double lostAnswers)
    {
        Random random = NewRandom();
        LedgerInstance[] instances = [.. await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => LedgerInstance.StartAsync(storage.Azurite)))];
        LedgerWork work = new(_tenant, random);
        foreach (LedgerInstance instance in instances)
        {
            instance.Faults.LoseAnswers(new Random(random.Next()), lostAnswers);
        }

        Task writes = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => work.RunAsync(125, workers: 4, [.. instances.Select(i => i.Tasks)])));
        do
        {
            await Task.WhenAll(instances.Select(i => i.FlushAsync()));
        }
        while (!writes.IsCompleted);
        await writes;

        Array.ForEach(instances, i => i.Faults.Heal());
        await Task.WhenAll(instances.Select(i => i.FlushAsync()));
        await AssertExactAsync(instances[0], recovers: lostAnswers > 0);
        Array.ForEach(instances, i => i.Dispose());
    }

    [Fact]
    public async Task A_write_whose_answer_gets_lost_is_in_the_ledger_once()
    {
        using LedgerInstance instance = await LedgerInstance.StartAsync(storage.Azurite);
        LedgerWork work = new(_tenant, NewRandom());
        foreach (int together in new[] { 1, 2, 40 })
        {
            IReadOnlyList<AgentTask> stored = await instance.Tasks.AddAsync(work.NewTasks(together), Cancel);
            instance.Faults.LoseAnswers(2, request => request.Contains("$batch", StringComparison.Ordinal));

            UpdateOutcome[] outcomes = await Task.WhenAll(stored.Select(t => instance.Tasks.UpdateAsync(Succeed(t), Cancel)));

            Assert.All(outcomes, o => Assert.IsType<UpdateOutcome.Stored>(o));
        }

        instance.Faults.Heal();
        await AssertExactAsync(instance, recovers: true);
    }

    [Fact]
    public async Task A_new_task_that_is_answered_at_once_is_charged_once_however_often_it_is_added()
    {
        using LedgerInstance instance = await LedgerInstance.StartAsync(storage.Azurite);
        AgentTask[] answered = [.. new LedgerWork(_tenant, NewRandom()).NewTasks(5).Select(t => TaskLifecycle.Cancel(t, SampleTasks.Now))];
        instance.Faults.LoseAnswers(1, request => request.Contains("$batch", StringComparison.Ordinal));

        await instance.Tasks.AddAsync(answered, Cancel);
        await instance.Tasks.AddAsync([.. answered, answered[0]], Cancel);

        await AssertExactAsync(instance, recovers: true);
    }

    [Theory]
    [InlineData("a/b\\c#d?e", "%2F\t\u0001'\"", "gpt-4.1/eu, \"x\"")]
    [InlineData("zażółć 𝄞 日本", "", "~")]
    [InlineData("s-", "a,b", "a\",\"b")]
    public async Task Any_name_has_sums_of_its_own(string tenant, string agent, string model)
    {
        using LedgerInstance instance = await LedgerInstance.StartAsync(storage.Azurite);
        string padding = new('é', 500);
        TenantId[] tenants = [new($"{tenant}{_tenant}"), new($"{tenant}{_tenant}{padding}"), new($"{tenant}{_tenant}{padding}/")];
        foreach (TenantId one in tenants)
        {
            AgentTask task = SampleTasks.Queued(agent: agent) with { Tenant = one };
            await instance.Tasks.AddAsync([TaskLifecycle.Bill(task, 1, SampleTasks.Use(7, model: model))], Cancel);
        }

        await instance.FlushAsync();

        IReadOnlyDictionary<LedgerKey, LedgerAmounts> sums = await LedgerSums.ReadAsync(instance.Ledger, k => tenants.Contains(k.Tenant), Cancel);
        Assert.Equal(tenants.Select(t => new LedgerKey(LedgerKey.HourOf(SampleTasks.Now), t, agent, model, Lane.Standard)).ToHashSet(), [.. sums.Keys]);
        Assert.All(sums.Values, sum => Assert.Equal(Usd.FromMicros(7), sum.Cost));
    }

    [Fact]
    public async Task A_page_of_many_long_keys_and_two_hours_is_posted_as_a_whole()
    {
        using LedgerInstance instance = await LedgerInstance.StartAsync(storage.Azurite);
        LedgerWork work = new(_tenant, NewRandom());
        AgentTask[] tasks = [.. work.NewTasks(250).Select((t, i) => t with { Tenant = new TenantId($"{_tenant}/{i}/{new string('ü', 400)}") })];
        IReadOnlyList<AgentTask> stored = await instance.Tasks.AddAsync(tasks, Cancel);

        await Task.WhenAll(stored.Select(t => instance.Tasks.UpdateAsync(Succeed(t), Cancel)));
        await instance.FlushAsync();

        IReadOnlyList<AgentTask> found = [.. (await LedgerSums.ListAsync(instance.Tasks, new TaskFilter(), Cancel)).Where(t => IsOf(t.Tenant))];
        IReadOnlyDictionary<LedgerKey, LedgerAmounts> sums = await LedgerSums.ReadAsync(instance.Ledger, k => IsOf(k.Tenant), Cancel);
        Assert.Equal(250, found.Count);
        Assert.Equal(2, sums.Keys.Select(k => k.Hour).Distinct().Count());
        Assert.Empty(LedgerSums.Differences(LedgerSums.OfTasks(found), sums));

        bool IsOf(TenantId tenant) => tenant.Value.StartsWith(_tenant.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_range_holds_the_hours_that_begin_in_it()
    {
        using LedgerInstance instance = await LedgerInstance.StartAsync(storage.Azurite);
        DateTimeOffset hour = LedgerKey.HourOf(SampleTasks.Now);
        ModelUse use = new([.. Enumerable.Range(0, 4).Select(h => new ModelCall(hour.AddHours(h), "m", default, new TokenPrice(1, 1, 1), Usd.FromMicros(1 << h)))]);
        await instance.Tasks.AddAsync([TaskLifecycle.Bill(SampleTasks.Queued() with { Tenant = _tenant }, 1, use)], Cancel);
        await instance.FlushAsync();

        Assert.Equal(6, await CostAsync(hour.AddHours(1), hour.AddHours(3)));
        Assert.Equal(6, await CostAsync(hour.AddMinutes(1), hour.AddHours(2).AddMinutes(1)));
        Assert.Equal(15, await CostAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue));
        Assert.Equal(0, await CostAsync(hour.AddHours(3), hour.AddHours(3)));

        async Task<long> CostAsync(DateTimeOffset from, DateTimeOffset to) =>
            (await instance.Ledger.ReadAsync(from, to, Cancel).Where(e => e.Key.Tenant == _tenant).ToListAsync(Cancel)).Sum(e => e.Amounts.Cost.Micros);
    }

    [Fact]
    public async Task Only_what_costs_something_costs_calls()
    {
        using LedgerInstance instance = await LedgerInstance.StartAsync(storage.Azurite);
        AgentTask queued = (await instance.Tasks.AddAsync(new LedgerWork(_tenant, NewRandom()).NewTasks(1), Cancel))[0];
        int before = instance.Faults.Calls;

        var claimed = (UpdateOutcome.Stored)await instance.Tasks.UpdateAsync(TaskLifecycle.Claim(queued, "w", SampleTasks.Now, TimeSpan.FromMinutes(1)), Cancel);
        await instance.FlushAsync();
        Assert.Equal(1, instance.Faults.Calls - before);

        await instance.Tasks.UpdateAsync(TaskLifecycle.Succeed(claimed.Task, new Payload.Inline("{}"), SampleTasks.Use(5), SampleTasks.Now), Cancel);
        Assert.Equal(2, instance.Faults.Calls - before);

        await instance.FlushAsync();
        int first = instance.Faults.Calls - before;
        Assert.InRange(first, 4, 5);
        await instance.FlushAsync();
        Assert.Equal(first, instance.Faults.Calls - before);
    }

    private static AgentTask Succeed(AgentTask queued)
    {
        DateTimeOffset now = SampleTasks.Now;
        ModelUse use = new([.. new[] { now.AddHours(-1), now }.Select(at => ModelCall.Of(at, "m", new TokenUsage(1234, 0, 56, Estimated: false), new TokenPrice(0.37m, 0.1m, 1.51m)))]);
        return TaskLifecycle.Succeed(TaskLifecycle.Claim(queued, "w", now, TimeSpan.FromMinutes(1)), new Payload.Inline("{}"), use, now);
    }

    private async Task AssertExactAsync(LedgerInstance instance, bool recovers)
    {
        await instance.FlushAsync();
        if (recovers)
        {
            await instance.RecoverAsync();
        }

        await LedgerSums.AssertExactAsync(instance, _tenant, Cancel);
    }

    private Random NewRandom()
    {
        int seed = RandomNumberGenerator.GetInt32(1_000_000);
        output.WriteLine($"seed {seed}");
        return new Random(seed);
    }
}
