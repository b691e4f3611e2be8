using Azure.Messaging.ServiceBus;

namespace AgentFunctions.Queues;

/// <summary>Looks into a queue without taking anything.</summary>
internal static class QueuePeek
{
    // Messages for later may stand before the first one that is due.
    private const int MessagesPerPeek = 250;

    /// <summary>When the first message that is due became available; null when there is none.</summary>
    public static async Task<DateTimeOffset?> FirstAsync(ServiceBusClient client, string queue, TimeProvider time, CancellationToken cancellationToken)
    {
        // A new receiver looks from the beginning.
        await using ServiceBusReceiver receiver = client.CreateReceiver(queue);
        while (await receiver.PeekMessagesAsync(MessagesPerPeek, cancellationToken: cancellationToken).ConfigureAwait(false) is { Count: > 0 } messages)
        {
            if (messages.Where(m => m.EnqueuedTime <= time.GetUtcNow()).Select(m => (DateTimeOffset?)m.EnqueuedTime).Min() is { } first)
            {
                return first;
            }
        }

        return null;
    }
}
