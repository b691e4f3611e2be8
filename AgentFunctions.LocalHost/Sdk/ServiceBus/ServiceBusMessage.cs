using AgentFunctions.LocalHost.Sdk;

namespace Azure.Messaging.ServiceBus;

/// <summary>A message to send.</summary>
[StandIn(GenuinePackages.ServiceBus, Members = [
    ".ctor", nameof(Body), nameof(MessageId), nameof(ContentType), nameof(Subject), nameof(CorrelationId),
    nameof(ScheduledEnqueueTime), nameof(ApplicationProperties), nameof(ToString)])]
public class ServiceBusMessage
{
    private const int MaxMessageIdLength = 128;

    private BinaryData _body;
    private string? _messageId;
    private DateTimeOffset _scheduledEnqueueTime;

    public ServiceBusMessage()
        : this(default(ReadOnlyMemory<byte>))
    {
    }

    /// <param name="body">Sent as UTF-8.</param>
    public ServiceBusMessage(string body)
        : this(new BinaryData(body))
    {
    }

    public ServiceBusMessage(ReadOnlyMemory<byte> body)
        : this(BinaryData.FromBytes(body))
    {
    }

    public ServiceBusMessage(BinaryData body)
    {
        ArgumentNullException.ThrowIfNull(body);
        _body = body;
    }

    /// <summary>A message like one that was received, as needed to send a dead letter again.</summary>
    public ServiceBusMessage(ServiceBusReceivedMessage receivedMessage)
        : this(receivedMessage?.Body ?? throw new ArgumentNullException(nameof(receivedMessage)))
    {
        _messageId = receivedMessage.MessageId;
        ContentType = receivedMessage.ContentType;
        Subject = receivedMessage.Subject;
        CorrelationId = receivedMessage.CorrelationId;
        foreach (var (name, value) in receivedMessage.ApplicationProperties)
        {
            if (name is not (ServiceBusReceivedMessage.DeadLetterReasonName or ServiceBusReceivedMessage.DeadLetterDescriptionName))
            {
                ApplicationProperties[name] = value;
            }
        }
    }

    public BinaryData Body
    {
        get => _body;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _body = value;
        }
    }

    /// <summary>What duplicate detection compares; 1 to 128 characters.</summary>
    /// <exception cref="ArgumentException">Set to null, an empty text or a longer one.</exception>
    public string? MessageId
    {
        get => _messageId;
        set
        {
            if (string.IsNullOrEmpty(value) || value.Length > MaxMessageIdLength)
            {
                throw new ArgumentException($"A message id has 1 to {MaxMessageIdLength} characters.", nameof(value));
            }

            _messageId = value;
        }
    }

    public string? ContentType { get; set; }

    public string? Subject { get; set; }

    public string? CorrelationId { get; set; }

    /// <summary>When the message becomes available; at once when not set or past.</summary>
    public DateTimeOffset ScheduledEnqueueTime
    {
        get => _scheduledEnqueueTime;
        set => _scheduledEnqueueTime = value.ToUniversalTime();
    }

    /// <summary>
    /// Values may be numbers, bool, char, string, Guid, Uri, DateTime, DateTimeOffset and TimeSpan; sending any
    /// other throws.
    /// </summary>
    public IDictionary<string, object> ApplicationProperties { get; } = new Dictionary<string, object>();

    public override string ToString() => $"{{MessageId:{MessageId}}}";
}
