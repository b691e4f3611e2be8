using System.Collections.Concurrent;
using AgentFunctions.LocalHost.Sdk;
using AgentFunctions.LocalHost.ServiceBus;
using static AgentFunctions.Tests.LocalHost.ServiceBus.BusFixture;

namespace AgentFunctions.Tests.LocalHost.ServiceBus;

public sealed class SharedFileTests : IAsyncDisposable
{
    private const int Messages = 2_000;

    private readonly BusFixture _fixture = new();

    [Fact]
    public async Task Two_buses_over_one_file_never_hand_out_one_message_twice()
    {
        EmbeddedServiceBus[] buses = [await _fixture.OpenAsync(), await _fixture.OpenAsync()];
        var received = new ConcurrentBag<string?>();
        var receivers = Enumerable.Range(0, 8).Select(i => DrainAsync(buses[i % 2], received)).ToArray();
        var senders = Enumerable.Range(0, Messages / 10).Select(i => SendAsync(
            buses[i % 2], [.. Enumerable.Range(i * 10, 10).Select(n => $"m{n}")]));

        await Task.WhenAll(senders);
        await Task.WhenAll(receivers).WaitAsync(TimeSpan.FromSeconds(60), Cancelled);

        Assert.Equal(Messages, received.Count);
        Assert.Equal(Messages, received.Distinct().Count());
        Assert.Equal(default, await buses[0].CountAsync(Queue, Cancelled));
    }

    [Fact]
    public async Task Duplicates_are_dropped_across_processes()
    {
        EmbeddedServiceBus[] buses = [await _fixture.OpenAsync(), await _fixture.OpenAsync()];

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => SendAsync(buses[i % 2], $"m{i / 2}")));

        Assert.Equal(50, (await buses[0].CountAsync(Queue, Cancelled)).Active);
    }

    [Fact]
    public async Task All_survives_a_reopening()
    {
        var bus = await _fixture.OpenAsync();
        await SendAsync(bus, "dead", "locked", "ready");
        await bus.DeadLetterAsync(Queue, (await ReceiveOneAsync(bus)).LockToken, new("bad", "worse"), Cancelled);
        var locked = await ReceiveOneAsync(bus);
        await SenderOf(bus).ScheduleMessageAsync(new("later"), _fixture.Time.GetUtcNow().AddDays(1), Cancelled);
        await _fixture.CloseAllAsync();

        var reopened = await _fixture.OpenAsync();

        Assert.Equal(new QueueCounts(2, 1, 1, 1), await reopened.CountAsync(Queue, Cancelled));
        await SendAsync(reopened, "ready");
        Assert.Equal(["ready"], await ReceiveIdsAsync(reopened));
        await reopened.CompleteAsync(Queue, locked.LockToken, Cancelled);
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    private static async Task DrainAsync(EmbeddedServiceBus bus, ConcurrentBag<string?> received)
    {
        while (received.Count < Messages)
        {
            foreach (var message in await bus.ReceiveAsync(Queue, 16, Cancelled))
            {
                received.Add(message.MessageId);
                await bus.CompleteAsync(Queue, message.LockToken, Cancelled);
            }
        }
    }
}
