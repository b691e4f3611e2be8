using AgentFunctions.Backlog;
using AgentFunctions.Costs;
using AgentFunctions.Events;
using AgentFunctions.Fairness;
using AgentFunctions.Overview;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Queues;
using AgentFunctions.Tests.Tasks;
using AgentFunctions.Tests.Webhooks;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentFunctions.Tests.Overview;

/// <summary>What is told of how everything stands, by a clock of the test's own.</summary>
public sealed class OverviewWatchTests : IDisposable
{
    private static readonly TenantId Other = new("other");

    private readonly SteppedTime _time = new(SampleTasks.Now);
    private readonly BacklogMeter _meter = new();
    private readonly InMemoryLedgerStore _ledger = new();
    private readonly SentCallbacks _callbacks = new();
    private readonly OverviewWatch _watch;

    public OverviewWatchTests()
    {
        BacklogExchange exchange = new(new InMemoryBacklogStore(), _meter, new FairClock(), NullLogger<BacklogExchange>.Instance, _time);
        OverviewReports reports = new(new SentMessages(), _callbacks, exchange, [], new RecentHours(_ledger, _ledger, _time), _time);
        _watch = new OverviewWatch(reports, _time, NullLogger<OverviewWatch>.Instance);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _watch.Dispose();

    [Fact]
    public async Task A_sign_of_life_comes_every_15_seconds_and_the_stream_ends_after_5_minutes()
    {
        List<(TimeSpan At, OverviewReport? Report)> told = await FollowAsync(TenantId.Default);

        Assert.Equal([TimeSpan.Zero], told.Where(t => t.Report is not null).Select(t => t.At));
        Assert.InRange(told.Count(t => t.Report is null), 12, 20);
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.InRange(pair.Second.At - pair.First.At, TaskWatch.LongestSilence, TimeSpan.FromSeconds(25.5)));
        Assert.InRange(_time.GetUtcNow() - SampleTasks.Now, TaskWatch.Longest, TaskWatch.Longest + TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_change_is_told_once_and_a_tenant_is_told_nothing_of_another_s_figures()
    {
        Post(TenantId.Default, _time.GetUtcNow(), 700);
        await using IAsyncEnumerator<OverviewReport?> own = Open(TenantId.Default);
        await using IAsyncEnumerator<OverviewReport?> other = Open(Other);
        Assert.Equal(700, (await NextAsync(own))!.Today.Cost.Micros);
        Assert.Equal(default, (await NextAsync(other))!.Today);

        Post(Other, _time.GetUtcNow(), 11);

        Assert.Equal(11, (await NextAsync(other))!.Today.Cost.Micros);
        Assert.Null(await NextAsync(own));
        Assert.Null(await NextAsync(other));
    }

    [Fact]
    public async Task Who_comes_while_looks_are_rare_is_told_at_once_how_everything_stands_now()
    {
        await using IAsyncEnumerator<OverviewReport?> first = Open(TenantId.Default);
        Assert.NotNull(await NextAsync(first));
        Assert.Null(await NextAsync(first));
        _time.Advance(SharedLooks.Shortest);
        Post(TenantId.Default, _time.GetUtcNow(), 5);
        DateTimeOffset now = _time.GetUtcNow();

        await using IAsyncEnumerator<OverviewReport?> second = Open(TenantId.Default);
        Assert.True(await second.MoveNextAsync());

        Assert.Equal((now, 5L), (_time.GetUtcNow(), second.Current!.Today.Cost.Micros));
    }

    [Fact]
    public async Task What_is_posted_late_to_an_hour_that_is_over_shows_within_about_a_minute()
    {
        await using IAsyncEnumerator<OverviewReport?> stream = Open(TenantId.Default);
        Assert.NotNull(await NextAsync(stream));
        Post(TenantId.Default, _time.GetUtcNow().AddHours(-1), 13);

        OverviewReport changed = await NextReportAsync(stream);

        Assert.Equal(13, changed.Hours[^2].Amounts.Cost.Micros);
        Assert.InRange(_time.GetUtcNow() - SampleTasks.Now, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(75));
    }

    [Fact]
    public async Task The_hours_move_on_and_the_day_begins_anew_at_midnight_utc()
    {
        DateTimeOffset midnight = new(SampleTasks.Now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        _time.SetUtcNow(midnight.AddSeconds(-30));
        Post(TenantId.Default, _time.GetUtcNow(), 17);
        await using IAsyncEnumerator<OverviewReport?> stream = Open(TenantId.Default);
        OverviewReport before = (await NextAsync(stream))!;

        OverviewReport after = await NextReportAsync(stream);

        Assert.Equal((17L, midnight.AddDays(-1)), (before.Today.Cost.Micros, before.Day));
        Assert.Equal((0L, midnight, 25), (after.Today.Cost.Micros, after.Day, after.Hours.Count));
        Assert.Equal((midnight, 17L), (after.Hours[^1].Hour, after.Hours[^2].Amounts.Cost.Micros));
    }

    [Fact]
    public async Task A_stream_outlasts_a_queue_that_does_not_answer()
    {
        _callbacks.IsAway = true;
        await using IAsyncEnumerator<OverviewReport?> stream = Open(TenantId.Default);
        Assert.Null(await NextAsync(stream));

        _callbacks.IsAway = false;

        Assert.NotNull(await NextAsync(stream));
    }

    private void Post(TenantId tenant, DateTimeOffset at, long micros) => _ledger.Add(
        [new LedgerEntry(new LedgerKey(LedgerKey.HourOf(at), tenant, "classify-ticket", "m", Lane.Standard), default(LedgerAmounts) with { Tasks = 1, Cost = Usd.FromMicros(micros) })]);

    private IAsyncEnumerator<OverviewReport?> Open(TenantId tenant) => _watch.FollowAsync(tenant, Cancelled).GetAsyncEnumerator(Cancelled);

    private async Task<OverviewReport?> NextAsync(IAsyncEnumerator<OverviewReport?> stream)
    {
        Assert.True(await _time.RunAsync(stream.MoveNextAsync().AsTask()));
        return stream.Current;
    }

    private async Task<OverviewReport> NextReportAsync(IAsyncEnumerator<OverviewReport?> stream)
    {
        while (true)
        {
            if (await NextAsync(stream) is { } report)
            {
                return report;
            }
        }
    }

    private async Task<List<(TimeSpan At, OverviewReport? Report)>> FollowAsync(TenantId tenant)
    {
        List<(TimeSpan, OverviewReport?)> told = [];
        await using IAsyncEnumerator<OverviewReport?> stream = Open(tenant);
        while (await _time.RunAsync(stream.MoveNextAsync().AsTask()))
        {
            told.Add((_time.GetUtcNow() - SampleTasks.Now, stream.Current));
        }

        return told;
    }
}
