using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace AgentFunctions.LocalHost.ServiceBus;

/// <summary>
/// A lock token as function classes see it is a GUID. It carries the message's sequence number, so that settling
/// needs no index, and a random number that is new with each delivery.
/// </summary>
internal readonly record struct LockToken(long SequenceNumber, long Nonce)
{
    private const int Half = sizeof(long);

    public static bool TryParse(string text, [NotNullWhen(true)] out LockToken? token)
    {
        token = null;
        if (!Guid.TryParse(text, out var guid))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[2 * Half];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        token = new LockToken(
            BinaryPrimitives.ReadInt64BigEndian(bytes),
            BinaryPrimitives.ReadInt64BigEndian(bytes[Half..]));
        return true;
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[2 * Half];
        BinaryPrimitives.WriteInt64BigEndian(bytes, SequenceNumber);
        BinaryPrimitives.WriteInt64BigEndian(bytes[Half..], Nonce);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
