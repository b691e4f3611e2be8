using AgentFunctions.LocalHost.Sdk;
using AgentFunctions.LocalHost.ServiceBus;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using static AgentFunctions.Tests.LocalHost.ServiceBus.BusFixture;

namespace AgentFunctions.Tests.LocalHost.ServiceBus;

public sealed class SettlementTests : IAsyncDisposable
{
    private readonly BusFixture _fixture = new();

    [Fact]
    public async Task Completed_message_is_gone()
    {
        var bus = await _fixture.OpenAsync();
        await SendAsync(bus, "a");
        var message = await ReceiveOneAsync(bus);

        await bus.CompleteAsync(Queue, message.LockToken, Cancelled);

        Assert.Equal(default, await bus.CountAsync(Queue, Cancelled));
        await FailsAsync(ServiceBusFailureReason.MessageLockLost, () => bus.CompleteAsync(Queue, message.LockToken, Cancelled));
    }

    [Fact]
    public async Task Locked_message_is_not_handed_out_until_its_lock_ends_and_then_with_a_higher_count()
    {
        var bus = await _fixture.OpenAsync();
        await SendAsync(bus, "a");
        var first = await ReceiveOneAsync(bus);
        Assert.Equal((1, _fixture.Time.GetUtcNow() + TimeSpan.FromMinutes(1)), (first.DeliveryCount, first.LockedUntil));

        _fixture.Time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        Assert.Empty(await ReceiveIdsAsync(bus));
        _fixture.Time.Advance(TimeSpan.FromTicks(1));
        var second = await ReceiveOneAsync(bus);

        Assert.Equal(2, second.DeliveryCount);
        await FailsAsync(ServiceBusFailureReason.MessageLockLost, () => bus.CompleteAsync(Queue, first.LockToken, Cancelled));
        await bus.CompleteAsync(Queue, second.LockToken, Cancelled);
    }

    [Fact]
    public async Task Lock_that_ended_cannot_be_used_even_while_nobody_else_took_the_message()
    {
        var bus = await _fixture.OpenAsync();
        await SendAsync(bus, "a");
        var token = (await ReceiveOneAsync(bus)).LockToken;
        _fixture.Time.Advance(TimeSpan.FromMinutes(1));

        await FailsAsync(ServiceBusFailureReason.MessageLockLost, () => bus.CompleteAsync(Queue, token, Cancelled));
        await FailsAsync(ServiceBusFailureReason.MessageLockLost, () => bus.RenewLockAsync(Queue, token, Cancelled));
        await FailsAsync(ServiceBusFailureReason.MessageLockLost, () => bus.AbandonAsync(Queue, token, null, Cancelled));
        await FailsAsync(ServiceBusFailureReason.MessageLockLost, () => bus.DeadLetterAsync(Queue, token, new(null, null), Cancelled));
        await FailsAsync(ServiceBusFailureReason.MessageLockLost, () => bus.CompleteAsync(Queue, "no guid", Cancelled));
    }

    [Fact]
    public async Task Renewed_lock_lasts_its_duration_from_then_on()
    {
        var bus = await _fixture.OpenAsync();
        await SendAsync(bus, "a");
        var token = (await ReceiveOneAsync(bus)).LockToken;
        _fixture.Time.Advance(TimeSpan.FromSeconds(50));

        var until = await bus.RenewLockAsync(Queue, token, Cancelled);

        Assert.Equal(_fixture.Time.GetUtcNow() + TimeSpan.FromMinutes(1), until);
        _fixture.Time.Advance(TimeSpan.FromSeconds(50));
        Assert.Empty(await ReceiveIdsAsync(bus));
        await bus.CompleteAsync(Queue, token, Cancelled);
    }

    [Fact]
    public async Task Abandoned_message_and_one_whose_lock_ended_keep_their_places()
    {
        var bus = await _fixture.OpenAsync();
        foreach (var id in new[] { "a", "b", "c" })
        {
            await SendAsync(bus, id);
            _fixture.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await ReceiveOneAsync(bus);
        var second = await ReceiveOneAsync(bus);
        await bus.AbandonAsync(Queue, second.LockToken, null, Cancelled);
        _fixture.Time.Advance(TimeSpan.FromMinutes(1));

        var messages = await bus.ReceiveAsync(Queue, 100, Cancelled);

        Assert.Equal(["a", "b", "c"], messages.Select(static message => message.MessageId));
        Assert.Equal([2, 2, 1], messages.Select(static message => message.DeliveryCount));
    }

    [Fact]
    public async Task Abandoning_with_properties_changes_them_for_the_next_delivery()
    {
        var bus = await _fixture.OpenAsync();
        await SenderOf(bus).SendMessageAsync(new ServiceBusMessage("a") { ApplicationProperties = { ["x"] = 1, ["y"] = "old" } }, Cancelled);
        var token = (await ReceiveOneAsync(bus)).LockToken;

        await bus.AbandonAsync(Queue, token, new Dictionary<string, object> { ["y"] = "new", ["z"] = true }, Cancelled);

        var properties = (await ReceiveOneAsync(bus)).ApplicationProperties;
        Assert.Equal((1, "new", true), (properties["x"], properties["y"], properties["z"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Message_delivered_too_often_is_dead_lettered(bool byAbandoning)
    {
        var bus = await _fixture.OpenAsync(new QueueOptions { MaxDeliveryCount = 3 });
        await SendAsync(bus, "a");
        for (var delivery = 1; delivery <= 3; delivery++)
        {
            var message = await ReceiveOneAsync(bus);
            Assert.Equal(delivery, message.DeliveryCount);
            if (byAbandoning)
            {
                await bus.AbandonAsync(Queue, message.LockToken, null, Cancelled);
            }
            else
            {
                _fixture.Time.Advance(TimeSpan.FromMinutes(1));
            }
        }

        Assert.Equal(new QueueCounts(0, 0, 0, 1), await bus.CountAsync(Queue, Cancelled));
        Assert.Empty(await ReceiveIdsAsync(bus));
        var dead = Assert.Single(await bus.PeekAsync(Queue, new PeekRange(SubQueue.DeadLetter, 0, 10), Cancelled));
        Assert.Equal(("a", "MaxDeliveryCountExceeded", 3), (dead.MessageId, dead.DeadLetterReason, dead.DeliveryCount));
    }

    [Fact]
    public async Task Dead_lettered_message_tells_its_cause_as_properties_too()
    {
        var bus = await _fixture.OpenAsync();
        await SendAsync(bus, "a");
        var actions = new ServiceBusMessageActions(bus, Queue);
        var message = await ReceiveOneAsync(bus);

        await actions.DeadLetterMessageAsync(message, new() { ["tenant"] = "t" }, "poison", "cannot be read", Cancelled);

        var client = new ServiceBusClient(bus);
        var receiver = client.CreateReceiver(Queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        var dead = await receiver.PeekMessageAsync(cancellationToken: Cancelled);
        Assert.Equal(("poison", "cannot be read", "t"), (dead?.DeadLetterReason, dead?.DeadLetterErrorDescription, dead?.ApplicationProperties["tenant"]));
        Assert.Equal("poison", dead?.ApplicationProperties["DeadLetterReason"]);
        Assert.Null(await client.CreateReceiver(Queue).PeekMessageAsync(cancellationToken: Cancelled));
    }

    [Fact]
    public async Task Function_learns_of_a_lost_lock_by_an_exception_that_is_no_ServiceBusException()
    {
        var bus = await _fixture.OpenAsync();
        await SendAsync(bus, "a");
        var actions = new ServiceBusMessageActions(bus, Queue);
        var message = await ReceiveOneAsync(bus);
        _fixture.Time.Advance(TimeSpan.FromMinutes(2));

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => actions.CompleteMessageAsync(message, Cancelled));

        Assert.IsNotType<ServiceBusException>(exception, exactMatch: false);
        Assert.False(actions.HasSettled(message));
    }

    [Fact]
    public async Task Actions_remember_what_was_settled_but_not_what_was_renewed()
    {
        var bus = await _fixture.OpenAsync();
        await SendAsync(bus, "a", "b");
        var actions = new ServiceBusMessageActions(bus, Queue);
        var messages = await bus.ReceiveAsync(Queue, 2, Cancelled);

        await actions.RenewMessageLockAsync(messages[0], Cancelled);
        await actions.CompleteMessageAsync(messages[1], Cancelled);

        Assert.Equal([false, true], messages.Select(actions.HasSettled));
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();
}
