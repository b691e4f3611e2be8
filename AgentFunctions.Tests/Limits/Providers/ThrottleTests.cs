using AgentFunctions.Limits;
using AgentFunctions.Limits.Budgets;
using AgentFunctions.Limits.Providers;
using AgentFunctions.Models;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Limits.Providers;

/// <summary>What a 429 does to the model, for all instances.</summary>
public sealed class ThrottleTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2027, 1, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly InMemoryLimitStore _store = new();

    [Theory]
    [InlineData(600)]
    [InlineData(null)]
    public async Task One_instances_429_pauses_the_model_for_the_others_for_as_long_as_the_provider_asks(int? limit)
    {
        ModelDefinition model = Gates.Model(limit);
        (CallGate one, CallGate other) = (Gate(), Gate());
        ICallPermit permit = (await one.AskAsync(model, 0, _time)).Permit();
        (await other.AskAsync(model, 0, _time)).Permit();

        await permit.SettleAsync(new CallEnd.Throttled(TimeSpan.FromSeconds(30)));
        DateTimeOffset end = _time.GetUtcNow().AddSeconds(30);
        _time.Advance(TimeSpan.FromSeconds(3));

        foreach (CallGate gate in new[] { one, other })
        {
            WaitReason reason = Assert.IsType<Admission.Wait>(await gate.AskAsync(model, 0, _time)).Reason;
            Assert.Equal(WaitReason.ProviderPause, reason.Code);
            Assert.InRange(reason.Until, end, end.AddSeconds(30));
            Assert.Equal(WaitReason.ProviderPause, gate.Foresee(model, Lane.Interactive, _time.GetUtcNow())?.Reason.Code);
        }

        _time.Advance(TimeSpan.FromSeconds(28));
        (await other.AskAsync(model, 0, _time)).Permit();
    }

    [Theory]
    [InlineData(60_000)]
    [InlineData(null)]
    public async Task A_provider_that_answers_429_now_and_then_for_reasons_of_its_own_is_not_slowed_down(int? limit)
    {
        const int Seed = 7;
        Random random = new(Seed);
        ModelDefinition model = Gates.Model(limit);
        CallGate gate = Gate();
        for (int i = 0; i < 2000; i++)
        {
            ICallPermit permit = (await gate.AskAsync(model, 0, _time)).Permit();
            bool stray = random.NextDouble() < 0.05;
            await permit.SettleAsync(stray ? new CallEnd.Throttled(TimeSpan.FromSeconds(1)) : new CallEnd.Answered(default, default));
            _time.Advance(TimeSpan.FromSeconds(stray ? 1.1 : 0.005));
        }

        _time.Advance(TimeSpan.FromSeconds(3));
        for (int i = 0; i < 50; i++)
        {
            Assert.True(await gate.AskAsync(model, 0, _time) is Admission.Admitted, $"Seed {Seed}: call {i} at once had to wait.");
        }
    }

    [Fact]
    public void Without_a_word_from_the_provider_pauses_grow_to_a_minute()
    {
        ModelThrottle throttle = ModelThrottle.None;
        List<double> pauses = [];
        for (int i = 0; i < 9; i++)
        {
            DateTimeOffset now = throttle.PausedUntil > _time.GetUtcNow() ? throttle.PausedUntil.AddSeconds(5) : _time.GetUtcNow();
            throttle = throttle.Throttled(now, retryAfter: null, isConfigured: true, now);
            pauses.Add((throttle.PausedUntil - now).TotalSeconds);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], pauses);
    }

    [Fact]
    public void Many_429s_of_calls_under_way_count_once()
    {
        DateTimeOffset now = _time.GetUtcNow();
        ModelThrottle one = ModelThrottle.None.Throttled(now.AddSeconds(-1), TimeSpan.FromSeconds(5), isConfigured: true, now);
        ModelThrottle many = Enumerable.Range(0, 100).Aggregate(one, (t, _) => t.Throttled(now.AddSeconds(-1), TimeSpan.FromSeconds(5), isConfigured: true, now.AddSeconds(0.5)));

        Assert.Equal((0.8, 1), (many.Factor, many.Strikes));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Answers_raise_the_rate_step_by_step_until_nothing_is_lowered(bool isConfigured)
    {
        DateTimeOffset now = _time.GetUtcNow();
        ModelThrottle throttle = ModelThrottle.None.Throttled(now, TimeSpan.FromSeconds(1), isConfigured, now);
        double last = throttle.Factor!.Value;
        int steps = 0;
        while (throttle.Factor is { } factor)
        {
            Assert.True(factor >= last, "It fell.");
            last = factor;
            now = now.AddSeconds(11);
            throttle = throttle.Answered(isConfigured, now);
            Assert.Equal(throttle, throttle.Answered(isConfigured, now.AddSeconds(1)));
            Assert.InRange(++steps, 1, 1000);
        }

        Assert.Equal(isConfigured ? 20 : 10, steps);
    }

    [Fact]
    public void A_429_never_lowers_the_rate_to_nothing()
    {
        DateTimeOffset now = _time.GetUtcNow();
        ModelThrottle throttle = ModelThrottle.None;
        for (int i = 0; i < 200; i++)
        {
            now = now.AddMinutes(2);
            throttle = throttle.Throttled(now, null, isConfigured: true, now);
        }

        Assert.Equal(0.02, throttle.Factor);
    }

    private CallGate Gate() => new(BudgetCatalogue.None, _store, _time, new Random(1).NextDouble);
}
