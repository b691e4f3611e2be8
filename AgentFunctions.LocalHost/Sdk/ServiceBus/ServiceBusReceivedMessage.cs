using System.Collections.ObjectModel;
using AgentFunctions.LocalHost.Sdk;

namespace Azure.Messaging.ServiceBus;

/// <summary>A message as the broker hands it out, either locked for the receiver or peeked.</summary>
[StandIn(GenuinePackages.ServiceBus, Members = [
    nameof(Body), nameof(MessageId), nameof(ContentType), nameof(Subject), nameof(CorrelationId), nameof(LockToken),
    nameof(LockedUntil), nameof(DeliveryCount), nameof(EnqueuedTime), nameof(SequenceNumber), nameof(ApplicationProperties),
    nameof(DeadLetterReason), nameof(DeadLetterErrorDescription), nameof(ToString)])]
public class ServiceBusReceivedMessage
{
    internal const string DeadLetterReasonName = "DeadLetterReason";
    internal const string DeadLetterDescriptionName = "DeadLetterErrorDescription";

    internal ServiceBusReceivedMessage()
    {
    }

    public BinaryData Body { get; internal init; } = BinaryData.Empty;

    public string? MessageId { get; internal init; }

    public string? ContentType { get; internal init; }

    public string? Subject { get; internal init; }

    public string? CorrelationId { get; internal init; }

    /// <summary>A GUID; all zero for a message that was only peeked.</summary>
    public string LockToken { get; internal init; } = Guid.Empty.ToString();

    public DateTimeOffset LockedUntil { get; internal init; }

    /// <summary>1 on the first delivery. A peeked message counts the deliveries that have ended without completion.</summary>
    public int DeliveryCount { get; internal init; }

    /// <summary>When the message became available first: when it was sent, or when it was scheduled for.</summary>
    public DateTimeOffset EnqueuedTime { get; internal init; }

    public long SequenceNumber { get; internal init; }

    public IReadOnlyDictionary<string, object> ApplicationProperties { get; internal init; } = ReadOnlyDictionary<string, object>.Empty;

    public string? DeadLetterReason => ApplicationProperties.GetValueOrDefault(DeadLetterReasonName) as string;

    public string? DeadLetterErrorDescription => ApplicationProperties.GetValueOrDefault(DeadLetterDescriptionName) as string;

    public override string ToString() => $"{{MessageId:{MessageId}}}";
}
