using System.IO.Compression;
using System.Security.Cryptography;

namespace AgentFunctions.Pages;

/// <summary>One file as it is sent to browsers.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Compressed">What is in it, by gzip.</param>
/// <param name="Hash">Base64url of the SHA-256 of <paramref name="Compressed"/>: another one, another file.</param>
/// <param name="IsForGood">True when its name changes with what is in it, so that it may be kept.</param>
public sealed record StaticFile(string ContentType, ReadOnlyMemory<byte> Compressed, string Hash, bool IsForGood)
{
    internal static StaticFile Of(string contentType, byte[] compressed, bool isForGood) =>
        new(contentType, compressed, System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(compressed)), isForGood);

    /// <summary>What is in it, for the few who do not understand gzip.</summary>
    public byte[] Decompress()
    {
        using GZipStream content = new(new MemoryStream(Compressed.ToArray()), CompressionMode.Decompress);
        using MemoryStream plain = new();
        content.CopyTo(plain);
        return plain.ToArray();
    }
}
