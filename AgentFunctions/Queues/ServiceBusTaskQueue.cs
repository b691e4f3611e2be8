using AgentFunctions.Tasks;
using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;

namespace AgentFunctions.Queues;

/// <summary>The lanes' queues in Service Bus.</summary>
public sealed class ServiceBusTaskQueue(ServiceBusClient client, ServiceBusAdministrationClient administration) : ITaskQueue
{
    // A send may hold 256 KB; one of our messages with its properties stays under 1 KB.
    private const int MessagesPerSend = 100;

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

    private static ServiceBusMessage ToServiceBus(TaskMessage message) => new(message.ToBody())
    {
        MessageId = message.MessageId,
        ContentType = "application/json",

        // A moment that has passed makes the message visible at once.
        ScheduledEnqueueTime = message.DueAt,
    };
}
