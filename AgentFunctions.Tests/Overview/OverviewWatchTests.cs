using AgentFunctions.Backlog;
using AgentFunctions.Costs;
using AgentFunctions.Costs.Posting;
using AgentFunctions.Events;
using AgentFunctions.Fairness;
using AgentFunctions.Overview;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Queues;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Tasks;
using AgentFunctions.Tests.Webhooks;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Overview;

/// <summary>How often storage is looked at for overviews, and what is told of it, by a clock of the test's own.</summary>
public sealed class OverviewWatchTests(AzuriteFixture azurite) : IDisposable
{
    private static readonly TenantId Other = new("other");

    private readonly FakeTimeProvider _time = new(SampleTasks.Now);
    private readonly BacklogMeter _meter = new();
    private readonly InMemoryLedgerStore _ledger = new();
    private readonly SentMessages _queue = new();
    private readonly SentCallbacks _callbacks = new();
    private readonly CallCounter _calls = new();
    private OverviewWatch? _watch;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _watch?.Dispose();

    [Fact]
    public async Task Ten_streams_read_storage_as_often_as_one()
    {
        int alone = await CallsAsync(streams: 1);
        int together = await CallsAsync(streams: 10);

        TestContext.Current.TestOutputHelper?.WriteLine($"Storage calls in 5 minutes: {alone} for one stream, {together} for ten.");
        Assert.InRange(alone, 60, 80);
        Assert.InRange(together, 60, 80);
    }

    [Fact]
    public async Task While_something_is_open_it_is_looked_at_every_2_seconds()
    {
        _meter.Move(null, SampleTasks.Queued(_time));

        int busy = await CallsAsync(streams: 3);

        Assert.InRange(busy, 290, 315);
    }

    [Fact]
    public async Task Nobody_looks_when_nobody_listens()
    {
        OverviewWatch watch = await WatchAsync(onStorage: true);
        await using (IAsyncEnumerator<OverviewReport?> stream = watch.FollowAsync(TenantId.Default, Cancelled).GetAsyncEnumerator(Cancelled))
        {
            Assert.NotNull(await NextAsync(stream));
        }

        int before = _calls.Count;
        for (int second = 0; second < 600; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(before, _calls.Count);
    }

    private sealed class CallCounter : HttpPipelineSynchronousPolicy
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref _count);
    }
}
