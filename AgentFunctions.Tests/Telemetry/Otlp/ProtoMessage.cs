using System.Text;
using Google.Protobuf;

namespace AgentFunctions.Tests.Telemetry.Otlp;

/// <summary>A protobuf message without its schema: values by field number, in the order in which they came.</summary>
internal sealed class ProtoMessage
{
    private readonly List<(int Field, ulong Number, byte[]? Bytes)> _values = [];

    public ProtoMessage(byte[] encoded)
    {
        CodedInputStream input = new(encoded);
        while (input.ReadTag() is not 0u and var tag)
        {
            int field = WireFormat.GetTagFieldNumber(tag);
            _values.Add(WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => (field, input.ReadUInt64(), null),
                WireFormat.WireType.Fixed64 => (field, input.ReadFixed64(), null),
                WireFormat.WireType.Fixed32 => (field, input.ReadFixed32(), null),
                WireFormat.WireType.LengthDelimited => (field, 0, input.ReadBytes().ToByteArray()),
                var other => throw new InvalidDataException($"Field {field} has wire type {other}."),
            });
        }
    }

    public bool Has(int field) => _values.Exists(v => v.Field == field);

    public ulong Number(int field) => _values.LastOrDefault(v => v.Field == field).Number;

    public double Double(int field) => BitConverter.UInt64BitsToDouble(Number(field));

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    public string Hex(int field) => Convert.ToHexStringLower(Bytes(field));

    public byte[] Bytes(int field) => _values.LastOrDefault(v => v.Field == field).Bytes ?? [];

    public IEnumerable<ProtoMessage> All(int field) => _values.Where(v => v.Field == field).Select(v => new ProtoMessage(v.Bytes!));
}
