using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>Damage to a text on its way: bits, lengths, encodings.</summary>
internal static class ByteFaults
{
    private static readonly byte[][] Strays =
    [
        [0xEF, 0xBB, 0xBF], [0x00], [0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80],
        .. new[] { "//c\n", "/* c */", ",", ":", "{", "}", "[", "]", "\"", "\\", "\\ud800", "\r\n", "\n", "NaN", "'", "1e", "null" }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>The bytes with one to three faults.</summary>
    public static Gen<byte[]> In(byte[] bytes) =>
        Gen.Choose(1, 3).SelectMany(count => Enumerable.Range(0, count).Aggregate(Gen.Constant(bytes), (damaged, _) => damaged.SelectMany(One)));

    /// <summary>Bytes without any order.</summary>
    public static Gen<byte[]> Noise => Gen.Choose(0, 60).SelectMany(length => Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(length));

    private static Gen<byte[]> One(byte[] bytes) =>
        from fault in Gen.Choose(0, 7)
        from at in Gen.Choose(0, bytes.Length)
        from length in Gen.Choose(1, 8)
        from stray in Gen.Elements(Strays)
        select Apply(bytes, fault, at, Math.Min(length, bytes.Length - at), stray);

    private static byte[] Apply(byte[] bytes, int fault, int at, int length, byte[] stray)
    {
        ReadOnlySpan<byte> before = bytes.AsSpan(0, at);
        ReadOnlySpan<byte> after = bytes.AsSpan(at);
        return fault switch
        {
            0 => [.. before, .. stray, .. after],
            1 => [.. before, .. after[length..]],
            2 => [.. before],
            3 => [.. before, .. after[..length], .. after],
            4 when at < bytes.Length => [.. before, (byte)(after[0] ^ (1 << (length % 8))), .. after[1..]],
            5 => [.. stray, .. bytes],
            6 => [.. bytes, .. stray],
            7 when length == 1 => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes)),
            _ => [.. before, .. stray, .. after[length..]],
        };
    }
}
