using AgentFunctions.LocalHost.Functions;
using AgentFunctions.LocalHost.ServiceBus;
using AgentFunctions.LocalHost.Workers;
using AgentFunctions.Tests.LocalHost.ServiceBus;
using AgentFunctions.Tests.LocalHost.Triggers;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;
using static AgentFunctions.Tests.LocalHost.ServiceBus.BusFixture;

namespace AgentFunctions.Tests.LocalHost.Workers;

public sealed class HeldBatchTests : IAsyncDisposable
{
    private readonly BusFixture _fixture = new();

    [Fact]
    public async Task A_message_that_is_received_anew_takes_the_place_of_the_one_whose_lock_has_ended()
    {
        EmbeddedServiceBus bus = await _fixture.OpenAsync();
        await SendAsync(bus, "a");
        ServiceBusReceivedMessage stale = await ReceiveOneAsync(bus);
        _fixture.Time.Advance(TimeSpan.FromMinutes(2));

        // No renewal comes before the clock moves on, so nothing else can have dropped it.
        await using HeldBatch batch = new(bus, BatchFunctions.Trigger(nameof(BatchFunctions.PackAsync), new HostJson()), [stale], NullLogger.Instance, _fixture.Time);
        ServiceBusReceivedMessage anew = await ReceiveOneAsync(bus);
        batch.Add([anew]);

        Assert.Equal(1, batch.Count);
        Assert.Same(anew, Assert.Single(batch.Begin(TimeSpan.Zero)));
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();
}
