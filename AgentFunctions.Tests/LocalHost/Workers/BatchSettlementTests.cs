using AgentFunctions.LocalHost.Functions;
using AgentFunctions.LocalHost.Sdk;
using AgentFunctions.LocalHost.ServiceBus;
using AgentFunctions.Tests.LocalHost.ServiceBus;
using AgentFunctions.Tests.LocalHost.Triggers;
using AgentFunctions.Tests.Servers;
using Azure.Messaging.ServiceBus;
using static AgentFunctions.Tests.LocalHost.ServiceBus.BusFixture;

namespace AgentFunctions.Tests.LocalHost.Workers;

/// <summary>What becomes of a batch's messages and of their locks.</summary>
public sealed class BatchSettlementTests : IAsyncDisposable
{
    private static readonly TimeSpan LockTime = TimeSpan.FromMinutes(5);

    private readonly BusFixture _fixture = new();
    private EmbeddedServiceBus? _bus;
    private BatchPool? _pool;

    [Fact]
    public async Task When_the_function_throws_all_messages_come_back_with_one_delivery_more()
    {
        await StartAsync();
        await SendAsync(_bus!, "a", "b", "c");
        BatchCall first = await _pool!.NextCallAsync();

        first.Throw();

        BatchCall second = await _pool.NextCallAsync();
        Assert.Equal(["a", "b", "c"], first.Ids);
        Assert.Equal(["a", "b", "c"], second.Ids);
        Assert.Equal([1, 1, 1], first.Deliveries);
        Assert.Equal([2, 2, 2], second.Deliveries);
        await second.CompleteAllAsync();
        Assert.Equal(["FunctionFailed"], _pool.Log.Events);
    }

    [Fact]
    public async Task When_the_function_throws_what_it_has_settled_stays_settled()
    {
        await StartAsync();
        await SendAsync(_bus!, "a", "b", "c", "d", "e");
        BatchCall first = await _pool!.NextCallAsync();
        await first.Actions.CompleteMessageAsync(first.Messages[0], Cancelled);
        await first.Actions.DeadLetterMessageAsync(first.Messages[1], deadLetterReason: "unreadable", cancellationToken: Cancelled);
        await first.Actions.AbandonMessageAsync(first.Messages[2], cancellationToken: Cancelled);

        first.Throw();

        BatchCall second = await _pool.NextCallAsync();
        Assert.Equal(["c", "d", "e"], second.Ids);
        Assert.Equal([2, 2, 2], second.Deliveries);
        await second.CompleteAllAsync();
        await CountsAsync(new(0, 0, 0, 1));
        ServiceBusReceivedMessage dead = Assert.Single(await _bus!.PeekAsync(Queue, new(SubQueue.DeadLetter, 0, 10), Cancelled));
        Assert.Equal(("b", "unreadable"), (dead.MessageId, dead.DeadLetterReason));
    }

    [Fact]
    public async Task A_message_that_fails_too_often_becomes_a_dead_letter()
    {
        await StartAsync(options: new QueueOptions { LockDuration = LockTime, MaxDeliveryCount = 2 });
        await SendAsync(_bus!, "a", "b");
        for (int delivery = 1; delivery <= 2; delivery++)
        {
            BatchCall call = await _pool!.NextCallAsync();
            Assert.Equal([delivery, delivery], call.Deliveries);
            call.Throw();
        }

        await CountsAsync(new(0, 0, 0, 2));
    }

    [Fact]
    public async Task The_host_completes_what_the_function_left_where_it_is_to()
    {
        await StartAsync(method: nameof(BatchFunctions.PackCompletedByHostAsync));
        await SendAsync(_bus!, "a", "b", "c");
        BatchCall call = await _pool!.NextCallAsync();
        await call.Actions.AbandonMessageAsync(call.Messages[1], cancellationToken: Cancelled);

        call.Return();

        BatchCall again = await _pool.NextCallAsync();
        Assert.Equal(["b"], again.Ids);
        again.Return();
        await CountsAsync(default);
        Assert.Empty(_pool.Log.Events);
    }

    [Fact]
    public async Task What_the_function_leaves_unsettled_otherwise_stays_locked_until_its_lock_ends()
    {
        await StartAsync();
        await SendAsync(_bus!, "a", "b");
        BatchCall call = await _pool!.NextCallAsync();
        await call.Actions.CompleteMessageAsync(call.Messages[0], Cancelled);
        call.Return();
        await SendAsync(_bus!, "c");
        BatchCall other = await _pool.NextCallAsync();
        Assert.Equal(["c"], other.Ids);
        await other.CompleteAllAsync();
        await CountsAsync(new(1, 1, 0, 0));

        _fixture.Time.Advance(LockTime + TimeSpan.FromSeconds(1));

        BatchCall again = await _pool.NextCallAsync();
        Assert.Equal(["b"], again.Ids);
        Assert.Equal([2], again.Deliveries);
    }

    [Fact]
    public async Task Locks_are_renewed_while_the_batch_is_collected()
    {
        await StartAsync(min: 3, wait: LockTime * 10);
        EmbeddedServiceBus other = await _fixture.OpenAsync(new QueueOptions { LockDuration = LockTime });
        await SendAsync(_bus!, "a");
        await CountsAsync(new(1, 1, 0, 0));
        await SendAsync(_bus!, "b");
        await CountsAsync(new(2, 2, 0, 0));

        await PassLocksAsync();
        Assert.Empty(await ReceiveIdsAsync(other));
        await SendAsync(_bus!, "c");

        BatchCall call = await _pool!.NextCallAsync();
        Assert.Equal(["a", "b", "c"], call.Ids);
        Assert.Equal([1, 1, 1], call.Deliveries);
        await call.CompleteAllAsync();
        await CountsAsync(default);
    }

    [Fact]
    public async Task Locks_are_renewed_while_the_function_runs_and_the_log_says_that_Azure_would_not()
    {
        await StartAsync(renewal: LockTime * 10);
        EmbeddedServiceBus other = await _fixture.OpenAsync(new QueueOptions { LockDuration = LockTime });
        await SendAsync(_bus!, "a", "b", "c");
        BatchCall call = await _pool!.NextCallAsync();
        await call.Actions.CompleteMessageAsync(call.Messages[1], Cancelled);

        await PassLocksAsync();
        Assert.Empty(await ReceiveIdsAsync(other));
        await PassLocksAsync();
        Assert.Empty(await ReceiveIdsAsync(other));
        call.Throw();

        BatchCall second = await _pool.NextCallAsync();
        Assert.Equal(["a", "c"], second.Ids);
        Assert.Equal([2, 2], second.Deliveries);
        Assert.Equal(["BatchOutlivesLocks", "FunctionFailed"], _pool.Log.Events);
    }

    [Fact]
    public async Task Locks_are_not_renewed_for_longer_than_host_json_says()
    {
        await StartAsync(renewal: TimeSpan.Zero);
        EmbeddedServiceBus other = await _fixture.OpenAsync(new QueueOptions { LockDuration = LockTime });
        await SendAsync(_bus!, "a", "b");
        BatchCall call = await _pool!.NextCallAsync();

        _fixture.Time.Advance(LockTime + TimeSpan.FromSeconds(1));

        Assert.Equal(["a", "b"], await ReceiveIdsAsync(other));
        call.Throw();
    }

    [Fact]
    public async Task A_message_whose_lock_was_lost_and_that_comes_again_is_in_the_batch_once()
    {
        await StartAsync(min: 2, wait: LockTime * 10);
        await SendAsync(_bus!, "a");
        await CountsAsync(new(1, 1, 0, 0));

        // As when the machine has slept: the lock is over before anything could be done about it.
        _fixture.Time.Advance(LockTime + TimeSpan.FromSeconds(1));
        await SendAsync(_bus!, "b");

        BatchCall call = await _pool!.NextCallAsync();
        Assert.Equal(["a", "b"], call.Ids);
        Assert.Equal([2, 1], call.Deliveries);
        await call.CompleteAllAsync();
        await CountsAsync(default);
    }

    public async ValueTask DisposeAsync()
    {
        await _pool!.DisposeAsync();
        await _fixture.DisposeAsync();
    }

    private async Task StartAsync(int min = 1, TimeSpan? wait = null, TimeSpan? renewal = null, QueueOptions? options = null, string method = nameof(BatchFunctions.PackAsync))
    {
        HostJson host = new()
        {
            MaxAutoLockRenewalDuration = renewal ?? TimeSpan.FromMinutes(5),
            Batches = new BatchSettings { MinSize = min, MaxWait = wait ?? TimeSpan.FromSeconds(10) },
        };
        _bus = await _fixture.OpenAsync(options ?? new QueueOptions { LockDuration = LockTime });
        _pool = new BatchPool(_bus, _fixture.Time, host, method);
        await _pool.StartAsync();
    }

    private Task CountsAsync(QueueCounts wanted) =>
        Eventually.IsTrueAsync(() => _bus!.CountAsync(Queue, Cancelled).GetAwaiter().GetResult() == wanted, $"the counts are {wanted}", Cancelled);

    /// <summary>Moves the clock past the present end of all locks, in steps that leave time for a renewal when one is due.</summary>
    private async Task PassLocksAsync()
    {
        long before = EarliestLockEnd();
        _fixture.Time.Advance(LockTime * 0.4);
        await Eventually.IsTrueAsync(
            () =>
            {
                if (EarliestLockEnd() > before)
                {
                    return true;
                }

                _fixture.Time.Advance(TimeSpan.FromSeconds(1));
                return false;
            },
            "the locks are renewed",
            Cancelled);
        _fixture.Time.Advance(new DateTimeOffset(before, TimeSpan.Zero) + TimeSpan.FromSeconds(1) - _fixture.Time.GetUtcNow());
    }

    private long EarliestLockEnd() => _fixture.DatabaseOf(_bus!).ReadAsync(
        session => session.Scalar("SELECT min(due) FROM bus_messages WHERE state = 1"), Cancelled).GetAwaiter().GetResult();
}
