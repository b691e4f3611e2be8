using AgentFunctions.Tests.LocalHost.ServiceBus;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Tests.LocalHost.Workers;

/// <summary>A call that is running.</summary>
internal sealed class BatchCall(ServiceBusReceivedMessage[] messages, ServiceBusMessageActions actions, CancellationToken stopping)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ServiceBusReceivedMessage[] Messages => messages;

    public ServiceBusMessageActions Actions => actions;

    public CancellationToken Stopping => stopping;

    public string?[] Ids => [.. messages.Select(m => m.MessageId)];

    public int[] Deliveries => [.. messages.Select(m => m.DeliveryCount)];

    public Task Ended => _ended.Task;

    public void Return() => _ended.TrySetResult();

    public void Throw() => _ended.TrySetException(new InvalidOperationException("The function failed."));

    public async Task CompleteAllAsync()
    {
        foreach (ServiceBusReceivedMessage message in messages)
        {
            await actions.CompleteMessageAsync(message, BusFixture.Cancelled);
        }

        Return();
    }
}
