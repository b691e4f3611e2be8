using AgentFunctions.Queues;
using AgentFunctions.Workers;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Works off the lanes' queues: a function a lane, so that each scales on its own.</summary>
public sealed class LaneFunctions(TaskWorker worker)
{
    [Function("RunInteractiveTask")]
    public Task RunInteractiveAsync(
        [ServiceBusTrigger(LaneQueues.Interactive, Connection = TaskQueueSettings.Connection, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) => RunAsync(message, actions, cancellationToken);

    [Function("RunStandardTask")]
    public Task RunStandardAsync(
        [ServiceBusTrigger(LaneQueues.Standard, Connection = TaskQueueSettings.Connection, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) => RunAsync(message, actions, cancellationToken);

    [Function("RunEconomyTask")]
    public Task RunEconomyAsync(
        [ServiceBusTrigger(LaneQueues.Economy, Connection = TaskQueueSettings.Connection, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) => RunAsync(message, actions, cancellationToken);

    // A worker that throws leaves the message unsettled, and the host gives it back to the queue.
    private async Task RunAsync(ServiceBusReceivedMessage message, ServiceBusMessageActions actions, CancellationToken hostStopping)
    {
        // Settled even while the host stops: the work is done, and a message that came back would only find that out.
        switch (await worker.HandleAsync(message.Body, hostStopping))
        {
            case WorkOutcome.Poison poison:
                await actions.DeadLetterMessageAsync(
                    message, deadLetterReason: poison.Reason, deadLetterErrorDescription: poison.Description, cancellationToken: CancellationToken.None);
                break;
            default:
                await actions.CompleteMessageAsync(message, CancellationToken.None);
                break;
        }
    }
}
