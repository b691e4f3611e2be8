using System.Runtime.Serialization;
using AgentFunctions.LocalHost.Sdk;
using AgentFunctions.LocalHost.ServiceBus;
using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using static AgentFunctions.Tests.LocalHost.ServiceBus.BusFixture;

namespace AgentFunctions.Tests.LocalHost.ServiceBus;

public sealed class SendingTests : IAsyncDisposable
{
    private readonly BusFixture _fixture = new();

    [Fact]
    public async Task Message_arrives_as_it_was_sent()
    {
        var bus = await _fixture.OpenAsync();
        var sent = new ServiceBusMessage("body")
        {
            MessageId = "id",
            ContentType = "application/json",
            Subject = "subject",
            CorrelationId = "correlation",
        };
        object[] values = ["text", 'c', true, (byte)1, (sbyte)-1, (short)-2, (ushort)2, -3, 3u, -4L, 4UL, 1.5f, 0.1, 1.10m, Guid.NewGuid(), new Uri("https://example.com/a%20b"), new DateTime(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc), DateTimeOffset.UnixEpoch.AddTicks(7), TimeSpan.FromTicks(123_456_789)];
        foreach (var value in values)
        {
            sent.ApplicationProperties[value.GetType().Name] = value;
        }

        await SenderOf(bus).SendMessageAsync(sent, Cancelled);
        var message = await ReceiveOneAsync(bus);

        Assert.Equal(("body", "id", "application/json"), (message.Body.ToString(), message.MessageId, message.ContentType));
        Assert.Equal(("subject", "correlation"), (message.Subject, message.CorrelationId));
        Assert.Equal(_fixture.Time.GetUtcNow(), message.EnqueuedTime);
        Assert.Equal(sent.ApplicationProperties, message.ApplicationProperties);
        Assert.True(Guid.TryParse(message.LockToken, out _));
    }

    [Fact]
    public async Task Property_of_a_type_that_AMQP_cannot_carry_is_refused()
    {
        var bus = await _fixture.OpenAsync();
        var message = new ServiceBusMessage("a") { ApplicationProperties = { ["list"] = new List<int>() } };

        await Assert.ThrowsAsync<SerializationException>(() => SenderOf(bus).SendMessageAsync(message, Cancelled));
    }

    [Fact]
    public async Task Messages_come_in_the_order_in_which_they_were_sent()
    {
        var bus = await _fixture.OpenAsync();
        var ids = Enumerable.Range(0, 20).Select(i => $"m{i}").ToArray();
        await SendAsync(bus, ids);

        Assert.Equal(ids[..7], await ReceiveIdsAsync(bus, 7));
        Assert.Equal(ids[7..], await ReceiveIdsAsync(bus));
    }

    [Fact]
    public async Task Batch_over_the_limit_is_refused_whole()
    {
        var bus = await _fixture.OpenAsync();
        var halves = new[] { new ServiceBusMessage(new byte[131_072]), new ServiceBusMessage(new byte[131_072]) };

        await FailsAsync(ServiceBusFailureReason.MessageSizeExceeded, () => SenderOf(bus).SendMessagesAsync(halves, Cancelled));
        Assert.Equal(0, (await bus.CountAsync(Queue, Cancelled)).Active);

        await SenderOf(bus).SendMessageAsync(halves[0], Cancelled);
        Assert.Equal(1, (await bus.CountAsync(Queue, Cancelled)).Active);
    }

    [Fact]
    public async Task Duplicate_within_the_window_is_dropped_silently_even_after_completion()
    {
        var bus = await _fixture.OpenAsync();
        await SendAsync(bus, "a", "a", "b");
        foreach (var message in await bus.ReceiveAsync(Queue, 10, Cancelled))
        {
            await bus.CompleteAsync(Queue, message.LockToken, Cancelled);
        }

        _fixture.Time.Advance(TimeSpan.FromMinutes(9));
        await SendAsync(bus, "a", "c");
        Assert.Equal(["c"], await ReceiveIdsAsync(bus));

        _fixture.Time.Advance(TimeSpan.FromMinutes(1));
        await SendAsync(bus, "a");
        Assert.Contains("a", await ReceiveIdsAsync(bus));
    }

    [Fact]
    public async Task Duplicates_are_looked_for_in_their_own_queue_and_only_with_an_id_and_a_window()
    {
        var bus = await _fixture.OpenAsync();
        await bus.DeclareQueueAsync("open", new QueueOptions { DuplicateDetectionWindow = TimeSpan.Zero }, Cancelled);
        var open = new ServiceBusClient(bus).CreateSender("OPEN");
        await SendAsync(bus, "a");

        await open.SendMessagesAsync([new("1") { MessageId = "a" }, new("2") { MessageId = "a" }], Cancelled);
        await SenderOf(bus).SendMessagesAsync([new("1"), new("2")], Cancelled);

        Assert.Equal(2, (await bus.CountAsync("open", Cancelled)).Active);
        Assert.Equal(3, (await bus.CountAsync(Queue, Cancelled)).Active);
    }

    [Fact]
    public async Task Ids_past_their_window_are_removed()
    {
        var bus = await _fixture.OpenAsync();
        await SendAsync(bus, [.. Enumerable.Range(0, 50).Select(i => $"m{i}")]);
        _fixture.Time.Advance(TimeSpan.FromMinutes(10));

        await SendAsync(bus, "last");

        Assert.Equal(1, await _fixture.DatabaseOf(bus).ReadAsync(
            session => session.Scalar("SELECT count(*) FROM bus_message_ids"), Cancelled));
    }

    [Fact]
    public async Task Scheduled_message_is_available_from_its_time_on()
    {
        var bus = await _fixture.OpenAsync();
        var due = _fixture.Time.GetUtcNow() + TimeSpan.FromHours(1);
        await SenderOf(bus).ScheduleMessageAsync(new ServiceBusMessage("later"), due, Cancelled);
        Assert.Equal(new QueueCounts(0, 0, 1, 0), await bus.CountAsync(Queue, Cancelled));
        Assert.Empty(await ReceiveIdsAsync(bus));

        _fixture.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(new QueueCounts(1, 0, 0, 0), await bus.CountAsync(Queue, Cancelled));
        Assert.Equal(due, (await ReceiveOneAsync(bus)).EnqueuedTime);
    }

    [Fact]
    public async Task Cancelled_schedule_never_arrives_and_cannot_be_cancelled_again()
    {
        var bus = await _fixture.OpenAsync();
        var sender = SenderOf(bus);
        var number = await sender.ScheduleMessageAsync(
            new ServiceBusMessage("later"), _fixture.Time.GetUtcNow() + TimeSpan.FromHours(1), Cancelled);

        await sender.CancelScheduledMessageAsync(number, Cancelled);

        await FailsAsync(ServiceBusFailureReason.MessageNotFound, () => sender.CancelScheduledMessageAsync(number, Cancelled));
        _fixture.Time.Advance(TimeSpan.FromHours(2));
        Assert.Empty(await ReceiveIdsAsync(bus));
    }

    [Fact]
    public async Task Undeclared_queue_is_unknown_to_every_call()
    {
        var bus = await _fixture.OpenAsync();
        var client = new ServiceBusClient(bus);
        const ServiceBusFailureReason NotFound = ServiceBusFailureReason.MessagingEntityNotFound;

        await FailsAsync(NotFound, () => client.CreateSender("none").SendMessageAsync(new("a"), Cancelled));
        await FailsAsync(NotFound, () => client.CreateReceiver("none").PeekMessageAsync(null, Cancelled));
        await FailsAsync(NotFound, () => bus.ReceiveAsync("none", 1, Cancelled));
        await FailsAsync(NotFound, () => bus.WaitForMessagesAsync("none", Cancelled));
        await FailsAsync(NotFound, () => new ServiceBusAdministrationClient(bus).GetQueueRuntimePropertiesAsync("none", Cancelled));
    }

    [Fact]
    public async Task Counts_tell_ready_and_locked_messages_as_active()
    {
        var bus = await _fixture.OpenAsync();
        await SendAsync(bus, "a", "b", "c");
        await SenderOf(bus).ScheduleMessageAsync(new("later"), _fixture.Time.GetUtcNow().AddDays(1), Cancelled);
        var first = await ReceiveOneAsync(bus);
        await ReceiveOneAsync(bus);
        await bus.DeadLetterAsync(Queue, first.LockToken, new("bad", null), Cancelled);

        var properties = (await new ServiceBusAdministrationClient(bus).GetQueueRuntimePropertiesAsync(Queue, Cancelled)).Value;

        Assert.Equal(new QueueCounts(2, 1, 1, 1), await bus.CountAsync(Queue, Cancelled));
        Assert.Equal((2, 1, 1, 4), (properties.ActiveMessageCount, properties.ScheduledMessageCount, properties.DeadLetterMessageCount, properties.TotalMessageCount));
    }

    [Fact]
    public async Task Peeking_goes_on_where_it_ended_and_locks_nothing()
    {
        var bus = await _fixture.OpenAsync();
        await SendAsync(bus, "a", "b", "c");
        var locked = await ReceiveOneAsync(bus);
        var receiver = new ServiceBusClient(bus).CreateReceiver(Queue);

        var first = await receiver.PeekMessagesAsync(2, cancellationToken: Cancelled);
        var rest = await receiver.PeekMessagesAsync(2, cancellationToken: Cancelled);
        var again = await receiver.PeekMessageAsync(locked.SequenceNumber, Cancelled);

        Assert.Equal(["a", "b"], first.Select(static message => message.MessageId));
        Assert.Equal(["c"], rest.Select(static message => message.MessageId));
        Assert.Equal(("a", 0, Guid.Empty.ToString()), (again?.MessageId, again?.DeliveryCount, again?.LockToken));
        Assert.Equal(["b", "c"], await ReceiveIdsAsync(bus));
    }

    [Fact]
    public async Task Disposed_client_closes_its_senders_and_receivers()
    {
        var client = new ServiceBusClient(await _fixture.OpenAsync());
        var sender = client.CreateSender(Queue);
        var receiver = client.CreateReceiver(Queue);
        await client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => sender.SendMessageAsync(new("a"), Cancelled));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => receiver.PeekMessageAsync(null, Cancelled));
        Assert.Throws<ObjectDisposedException>(() => client.CreateSender(Queue));
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();
}
