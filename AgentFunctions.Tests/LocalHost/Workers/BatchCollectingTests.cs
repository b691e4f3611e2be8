using System.Collections.Concurrent;
using AgentFunctions.LocalHost.Functions;
using AgentFunctions.LocalHost.ServiceBus;
using AgentFunctions.Tests.LocalHost.ServiceBus;
using AgentFunctions.Tests.Servers;
using static AgentFunctions.Tests.LocalHost.ServiceBus.BusFixture;

namespace AgentFunctions.Tests.LocalHost.Workers;

/// <summary>When a batched function is called, and with which messages.</summary>
public sealed class BatchCollectingTests : IAsyncDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);
    private static readonly QueueOptions LongLock = new() { LockDuration = TimeSpan.FromMinutes(5) };

    private readonly BusFixture _fixture = new();
    private readonly List<BatchPool> _pools = [];

    [Fact]
    public async Task A_batch_goes_at_once_when_the_minimum_is_reached_and_keeps_the_order()
    {
        EmbeddedServiceBus bus = await _fixture.OpenAsync(LongLock);
        BatchPool pool = await StartAsync(bus, min: 3, max: 10);
        DateTimeOffset start = _fixture.Time.GetUtcNow();
        await SendAsync(bus, "a");
        await HeldAsync(bus, 1);
        await SendAsync(bus, "b");
        await HeldAsync(bus, 2);
        Assert.False(pool.HasCall);

        await SendAsync(bus, "c", "d");

        BatchCall call = await pool.NextCallAsync();
        Assert.Equal(["a", "b", "c", "d"], call.Ids);
        Assert.Equal(start, _fixture.Time.GetUtcNow());
    }

    [Fact]
    public async Task A_smaller_batch_goes_when_its_first_message_has_waited_long_enough()
    {
        EmbeddedServiceBus bus = await _fixture.OpenAsync(LongLock);
        BatchPool pool = await StartAsync(bus, min: 3, max: 10);
        await SendAsync(bus, "a");
        await HeldAsync(bus, 1);
        DateTimeOffset first = _fixture.Time.GetUtcNow();
        _fixture.Time.Advance(Wait / 2);
        await SendAsync(bus, "b");
        await HeldAsync(bus, 2);

        await AdvanceUntilAsync(() => pool.HasCall, "a call with what has come");

        Assert.Equal(["a", "b"], (await pool.NextCallAsync()).Ids);
        Assert.InRange(_fixture.Time.GetUtcNow() - first, Wait, Wait * 2);
    }

    [Fact]
    public async Task A_batch_has_never_more_than_the_maximum_and_calls_come_one_at_a_time()
    {
        EmbeddedServiceBus bus = await _fixture.OpenAsync(LongLock);
        string[] ids = [.. Enumerable.Range(0, 25).Select(i => $"m{i:00}")];
        await SendAsync(bus, ids);
        BatchPool pool = await StartAsync(bus, min: 1, max: 10);

        List<BatchCall> calls = [];
        while (calls.Sum(c => c.Messages.Length) < ids.Length)
        {
            BatchCall call = await pool.NextCallAsync();
            calls.Add(call);

            // What the next call is to get is not even received yet.
            Assert.Equal(call.Messages.Length, (await bus.CountAsync(Queue, Cancelled)).Locked);
            Assert.False(pool.HasCall);
            await call.CompleteAllAsync();
        }

        Assert.Equal([10, 10, 5], calls.Select(c => c.Messages.Length));
        Assert.Equal(ids, calls.SelectMany(c => c.Ids));
    }

    [Fact]
    public async Task A_batch_that_is_collected_in_parts_is_filled_up_to_the_maximum_only()
    {
        EmbeddedServiceBus bus = await _fixture.OpenAsync(LongLock);
        BatchPool pool = await StartAsync(bus, min: 3, max: 4);
        await SendAsync(bus, "a", "b");
        await HeldAsync(bus, 2);

        await SendAsync(bus, "c", "d", "e", "f");

        BatchCall call = await pool.NextCallAsync();
        Assert.Equal(["a", "b", "c", "d"], call.Ids);
        Assert.Equal(new(6, 4, 0, 0), await bus.CountAsync(Queue, Cancelled));
    }

    [Fact]
    public async Task A_host_that_stops_runs_the_function_on_what_it_has_collected()
    {
        EmbeddedServiceBus bus = await _fixture.OpenAsync(LongLock);
        BatchPool pool = await StartAsync(bus, min: 3, max: 10);
        await SendAsync(bus, "a", "b");
        await HeldAsync(bus, 2);

        Task stop = pool.StopAsync();
        BatchCall call = await pool.NextCallAsync();
        Assert.Equal((false, false), (stop.IsCompleted, call.Stopping.IsCancellationRequested));
        Assert.Equal([1, 1], call.Deliveries);
        await call.CompleteAllAsync();
        await stop;

        Assert.Equal(["a", "b"], call.Ids);
        Assert.Equal(default, await bus.CountAsync(Queue, Cancelled));
    }

    [Fact]
    public async Task Two_hosts_on_one_database_never_both_get_a_message()
    {
        const int Messages = 300;
        EmbeddedServiceBus[] buses = [await _fixture.OpenAsync(LongLock), await _fixture.OpenAsync(LongLock)];
        ConcurrentBag<string?[]> batches = [];
        Task[] hosts = [.. (await Task.WhenAll(buses.Select(b => StartAsync(b, min: 1, max: 7)))).Select(p => ServeAsync(p, batches))];

        await Task.WhenAll(Enumerable.Range(0, Messages / 5).Select(i => SendAsync(buses[i % 2], [.. Enumerable.Range(i * 5, 5).Select(n => $"m{n}")])));
        await Eventually.IsTrueAsync(() => batches.Sum(b => b.Length) >= Messages, "all messages are handed out", Cancelled);
        await EmptyAsync(buses[0]);

        Assert.Equal(Messages, batches.Sum(b => b.Length));
        Assert.Equal(Messages, batches.SelectMany(b => b).Distinct().Count());
        Assert.All(batches, b => Assert.InRange(b.Length, 1, 7));
        Assert.DoesNotContain(hosts, h => h.IsFaulted);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (BatchPool pool in _pools)
        {
            await pool.DisposeAsync();
        }

        await _fixture.DisposeAsync();
    }

    private static async Task ServeAsync(BatchPool pool, ConcurrentBag<string?[]> batches)
    {
        while (true)
        {
            BatchCall call = await pool.NextCallAsync();
            batches.Add(call.Ids);
            await call.CompleteAllAsync();
        }
    }

    private static Task HeldAsync(EmbeddedServiceBus bus, long count) => UntilCountAsync(bus, c => c.Locked == count, $"{count} messages are held");

    private static Task EmptyAsync(EmbeddedServiceBus bus) => UntilCountAsync(bus, c => c == default, "the queue is empty");

    private static Task UntilCountAsync(EmbeddedServiceBus bus, Func<AgentFunctions.LocalHost.Sdk.QueueCounts, bool> condition, string what) =>
        Eventually.IsTrueAsync(() => condition(bus.CountAsync(Queue, Cancelled).GetAwaiter().GetResult()), what, Cancelled);

    // The collector notes the time at a moment of its own, so the clock is moved in steps.
    private Task AdvanceUntilAsync(Func<bool> condition, string what) => Eventually.IsTrueAsync(
        () =>
        {
            if (condition())
            {
                return true;
            }

            _fixture.Time.Advance(TimeSpan.FromSeconds(1));
            return false;
        },
        what,
        Cancelled);

    private async Task<BatchPool> StartAsync(EmbeddedServiceBus bus, int min, int max)
    {
        BatchPool pool = new(bus, _fixture.Time, new HostJson { Batches = new BatchSettings { MinSize = min, MaxSize = max, MaxWait = Wait } });
        lock (_pools)
        {
            _pools.Add(pool);
        }

        await pool.StartAsync();
        return pool;
    }
}
