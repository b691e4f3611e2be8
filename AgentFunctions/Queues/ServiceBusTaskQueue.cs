using AgentFunctions.Tasks;
using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;

namespace AgentFunctions.Queues;

/// <summary>The lanes' queues in Service Bus.</summary>
public sealed class ServiceBusTaskQueue(ServiceBusClient client, ServiceBusAdministrationClient administration, TimeProvider time) : ITaskQueue
{
    // A send may hold 256 KB; one of our messages with its properties stays under 1 KB.
    private const int MessagesPerSend = 100;

    // Messages for later may stand before the first one that is due.
    private const int MessagesPerPeek = 250;

    private readonly Dictionary<Lane, ServiceBusSender> _senders = LaneQueues.Names.ToDictionary(l => l.Key, l => client.CreateSender(l.Value));

    public async Task SendAsync(IReadOnlyList<TaskMessage> messages, CancellationToken cancellationToken)
    {
        foreach (IGrouping<Lane, TaskMessage> lane in messages.GroupBy(m => m.Lane))
        {
            foreach (TaskMessage[] group in lane.Chunk(MessagesPerSend))
            {
                await _senders[lane.Key].SendMessagesAsync(group.Select(ToServiceBus), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async Task<IReadOnlyList<LaneDepth>> ReadDepthsAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(LaneQueues.Names.Select(async lane =>
        {
            QueueRuntimeProperties queue = await administration.GetQueueRuntimePropertiesAsync(lane.Value, cancellationToken).ConfigureAwait(false);
            return new LaneDepth(lane.Key, queue.ActiveMessageCount, queue.ScheduledMessageCount, queue.DeadLetterMessageCount);
        })).ConfigureAwait(false);

    public async Task<DateTimeOffset?> FindFirstAsync(Lane lane, CancellationToken cancellationToken)
    {
        // A new receiver looks from the beginning.
        await using ServiceBusReceiver receiver = client.CreateReceiver(LaneQueues.Names[lane]);
        while (await receiver.PeekMessagesAsync(MessagesPerPeek, cancellationToken: cancellationToken).ConfigureAwait(false) is { Count: > 0 } messages)
        {
            if (messages.Where(m => m.EnqueuedTime <= time.GetUtcNow()).Select(m => (DateTimeOffset?)m.EnqueuedTime).Min() is { } first)
            {
                return first;
            }
        }

        return null;
    }

    private static ServiceBusMessage ToServiceBus(TaskMessage message) => new(message.ToBody())
    {
        MessageId = message.MessageId,
        ContentType = "application/json",

        // A moment that has passed makes the message visible at once.
        ScheduledEnqueueTime = message.DueAt,
    };
}
