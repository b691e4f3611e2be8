using AgentFunctions.Tasks;
using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;

namespace AgentFunctions.Queues;

/// <summary>The lanes' queues in Service Bus.</summary>
public sealed class ServiceBusTaskQueue(ServiceBusClient client, ServiceBusAdministrationClient administration, TimeProvider time) : ITaskQueue
{
    private const int MessagesPerSend = 100;

    // A send may hold 256 KB in the Standard tier; what the bodies travel in has room in the rest.
    private const int BodyBytesPerSend = 200 * 1024;

    private readonly Dictionary<string, ServiceBusSender> _senders = LaneQueues.Names.Values.Append(LaneQueues.Small).ToDictionary(q => q, client.CreateSender);

    public async Task SendAsync(IReadOnlyList<TaskMessage> messages, CancellationToken cancellationToken)
    {
        foreach (IGrouping<string, TaskMessage> queue in messages.GroupBy(m => m.IsSmall ? LaneQueues.Small : LaneQueues.Names[m.Lane]))
        {
            foreach (IReadOnlyList<ServiceBusMessage> send in Sends(queue.Select(ToServiceBus)))
            {
                await QueueCall.RunAsync(queue.Key, cancelled => _senders[queue.Key].SendMessagesAsync(send, cancelled), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async Task<IReadOnlyList<LaneDepth>> ReadDepthsAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(LaneQueues.Names.Select(async lane =>
        {
            QueueRuntimeProperties queue = await QueueCall.RunAsync(
                lane.Value, async cancelled => (await administration.GetQueueRuntimePropertiesAsync(lane.Value, cancelled).ConfigureAwait(false)).Value, time, cancellationToken).ConfigureAwait(false);
            return new LaneDepth(lane.Key, queue.ActiveMessageCount, queue.ScheduledMessageCount, queue.DeadLetterMessageCount);
        })).ConfigureAwait(false);

    public Task<DateTimeOffset?> FindFirstAsync(Lane lane, CancellationToken cancellationToken) =>
        QueueCall.RunAsync(LaneQueues.Names[lane], cancelled => QueuePeek.FirstAsync(client, LaneQueues.Names[lane], time, cancelled), time, cancellationToken);

    /// <summary>The messages in groups that each fit into one send.</summary>
    private static IEnumerable<IReadOnlyList<ServiceBusMessage>> Sends(IEnumerable<ServiceBusMessage> messages)
    {
        List<ServiceBusMessage> send = [];
        int bytes = 0;
        foreach (ServiceBusMessage message in messages)
        {
            int size = message.Body.ToMemory().Length;
            if (send.Count == MessagesPerSend || (send.Count > 0 && bytes + size > BodyBytesPerSend))
            {
                yield return send;
                (send, bytes) = ([], 0);
            }

            send.Add(message);
            bytes += size;
        }

        if (send.Count > 0)
        {
            yield return send;
        }
    }

    private static ServiceBusMessage ToServiceBus(TaskMessage message) => new(message.ToBody())
    {
        MessageId = message.MessageId,
        ContentType = "application/json",

        // A moment that has passed makes the message visible at once.
        ScheduledEnqueueTime = message.DueAt,
    };
}
