using AgentFunctions.Backlog;
using AgentFunctions.Costs;
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

namespace AgentFunctions.Tests.Overview;

/// <summary>How many requests overviews make to storage, counted on an Azurite that holds no other test's backlog.</summary>
public sealed class OverviewReadsTests(EmptyAzurite azurite) : IClassFixture<EmptyAzurite>
{
    private readonly SteppedTime _time = new(SampleTasks.Now);
    private readonly BacklogMeter _meter = new();
    private readonly CallCounter _calls = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task Five_minutes_of_any_number_of_streams_read_storage_as_often_as_one(int streams)
    {
        // 2, 3, 4.5, 6.75 and then every 10 seconds: 34 looks with 2 requests each, and the hours that are over once a minute.
        Assert.InRange(await CallsAsync(streams), 60, 80);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task While_something_is_open_storage_is_read_every_2_seconds(int streams)
    {
        _meter.Move(null, SampleTasks.Queued(_time));

        Assert.InRange(await CallsAsync(streams), 290, 315);
    }

    [Fact]
    public async Task Nobody_reads_storage_when_nobody_listens()
    {
        using OverviewWatch watch = await WatchAsync();
        await using (IAsyncEnumerator<OverviewReport?> stream = watch.FollowAsync(TenantId.Default, Cancelled).GetAsyncEnumerator(Cancelled))
        {
            Assert.True(await stream.MoveNextAsync());
        }

        int before = _calls.Count;
        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal((3, 3), (before, _calls.Count));
        Assert.False(_time.IsAwaited);
    }

    private async Task<int> CallsAsync(int streams)
    {
        using OverviewWatch watch = await WatchAsync();
        Task<int[]> all = Task.WhenAll(Enumerable.Range(0, streams).Select(i => Task.Run(
            () => watch.FollowAsync(new TenantId($"tenant-{i % 3}"), Cancelled).CountAsync(Cancelled).AsTask(), Cancelled)));
        int[] told = await _time.RunAsync(all);

        Assert.All(told, count => Assert.InRange(count, 12, 200));
        TestContext.Current.TestOutputHelper?.WriteLine($"{_calls.Count} storage requests in 5 minutes of {streams} streams.");
        return _calls.Count;
    }

    private async Task<OverviewWatch> WatchAsync()
    {
        TableClientOptions options = new();
        options.AddPolicy(_calls, HttpPipelinePosition.PerRetry);
        string connection = await azurite.ConnectionStringAsync();
        await new TableLedgerStore(new TableServiceClient(connection)).PrepareAsync(Cancelled);
        await new TableBacklogStore(new TableServiceClient(connection)).PrepareAsync(Cancelled);
        TableServiceClient counted = new(connection, options);
        BacklogExchange exchange = new(new TableBacklogStore(counted), _meter, new FairClock(), NullLogger<BacklogExchange>.Instance, _time);
        RecentHours hours = new(new TableLedgerStore(counted), new InMemoryLedgerStore(), _time);
        return new OverviewWatch(new OverviewReports(new SentMessages(), new SentCallbacks(), exchange, [], hours, _time), _time, NullLogger<OverviewWatch>.Instance);
    }

    private sealed class CallCounter : HttpPipelineSynchronousPolicy
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref _count);
    }
}
