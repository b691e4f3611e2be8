using System.Text;
using Azure.Messaging.ServiceBus;

namespace AgentFunctions.LocalHost.Sdk;

/// <summary>
/// Bytes that a message takes on the wire, rounded up: the genuine number depends on the AMQP encoding, and what
/// fits here must fit there.
/// </summary>
internal static class MessageSize
{
    /// <summary>Bytes that one send may have in the Standard tier of Azure Service Bus (Premium allows more).</summary>
    public const long Limit = 256 * 1024;

    // AMQP sections, their descriptors and annotations, and the batch envelope's share.
    private const int Envelope = 128;

    // Type codes and lengths around a name and a value; no value other than text is wider than 16 bytes.
    private const int PropertyOverhead = 10;
    private const int FixedValue = 32;

    public static long Of(ServiceBusMessage message) =>
        Envelope
        + message.Body.ToMemory().Length
        + Utf8(message.MessageId) + Utf8(message.ContentType) + Utf8(message.Subject) + Utf8(message.CorrelationId)
        + message.ApplicationProperties.Sum(static property => PropertyOverhead + Utf8(property.Key) + OfValue(property.Value));

    private static long OfValue(object? value) => value switch
    {
        string text => Utf8(text),
        Uri uri => FixedValue + Utf8(uri.AbsoluteUri),
        _ => FixedValue,
    };

    private static long Utf8(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
