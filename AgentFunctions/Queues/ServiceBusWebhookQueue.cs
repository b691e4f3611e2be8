using AgentFunctions.Webhooks;
using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;

namespace AgentFunctions.Queues;

/// <summary>The callbacks' queue in Service Bus.</summary>
public sealed class ServiceBusWebhookQueue(ServiceBusClient client, ServiceBusAdministrationClient administration, TimeProvider time) : IWebhookQueue
{
    private readonly ServiceBusSender _sender = client.CreateSender(IWebhookQueue.Name);

    /// <remarks>At most 100 at once, which fit into one send: their bodies have some 300 bytes.</remarks>
    public Task SendAsync(IReadOnlyList<WebhookMessage> messages, CancellationToken cancellationToken) =>
        QueueCall.RunAsync(IWebhookQueue.Name, cancelled => _sender.SendMessagesAsync(messages.Select(ToServiceBus), cancelled), time, cancellationToken);

    public Task<DateTimeOffset?> FindFirstAsync(CancellationToken cancellationToken) =>
        QueueCall.RunAsync(IWebhookQueue.Name, cancelled => QueuePeek.FirstAsync(client, IWebhookQueue.Name, time, cancelled), time, cancellationToken);

    public async Task<WebhookDepth> ReadDepthAsync(CancellationToken cancellationToken)
    {
        QueueRuntimeProperties queue = await QueueCall.RunAsync(
            IWebhookQueue.Name, async cancelled => (await administration.GetQueueRuntimePropertiesAsync(IWebhookQueue.Name, cancelled).ConfigureAwait(false)).Value, time, cancellationToken).ConfigureAwait(false);
        return new WebhookDepth(queue.ActiveMessageCount, queue.ScheduledMessageCount, queue.DeadLetterMessageCount);
    }

    private static ServiceBusMessage ToServiceBus(WebhookMessage message) => new(message.ToBody())
    {
        MessageId = message.MessageId,
        ContentType = "application/json",
        ScheduledEnqueueTime = message.DueAt,
    };
}
