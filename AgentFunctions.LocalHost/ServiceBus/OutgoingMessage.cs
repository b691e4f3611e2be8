using Azure.Messaging.ServiceBus;

namespace AgentFunctions.LocalHost.ServiceBus;

/// <summary>A message in the form it is stored in, made before it waits for the writer so that later changes to the original do not matter.</summary>
internal sealed record OutgoingMessage(
    string? MessageId,
    string? ContentType,
    string? Subject,
    string? CorrelationId,
    string? Properties,
    byte[] Body,
    long ScheduledTicks)
{
    public static OutgoingMessage From(ServiceBusMessage message) => new(
        message.MessageId,
        message.ContentType,
        message.Subject,
        message.CorrelationId,
        PropertyCodec.Encode(message.ApplicationProperties),
        message.Body.ToArray(),
        message.ScheduledEnqueueTime.UtcTicks);
}
