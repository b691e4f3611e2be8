using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Tasks;

namespace AgentFunctions.Access;

/// <summary>
/// An API key as its owner has it: <c>agentfn_</c>, 10 characters of id, 40 of secret, all in Crockford's base 32. The prefix lets tools that
/// look for secrets in code find it.
/// </summary>
public sealed record ApiKeyText
{
    private const string Prefix = "agentfn_";
    private const int IdLength = 10;
    private const int SecretLength = 40;

    private ApiKeyText(string id, string secret) => (Id, Secret) = (id, secret);

    public string Id { get; }

    /// <summary>Number of the region that has the key.</summary>
    public int Region => RegionOf(Id);

    /// <summary>As <see cref="ApiKey.SecretHash"/> keeps it.</summary>
    public string SecretHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Secret)));

    private string Secret { get; }

    /// <summary>A new key.</summary>
    /// <param name="region">Number of the region that it is made in.</param>
    public static ApiKeyText Create(int region) =>
        new(Base32.Encode((UInt128)region, 1) + RandomText(IdLength - 1), RandomText(SecretLength / 2) + RandomText(SecretLength / 2));

    public static bool TryParse(string text, [NotNullWhen(true)] out ApiKeyText? key)
    {
        bool valid = text.Length == Prefix.Length + IdLength + SecretLength && text.StartsWith(Prefix, StringComparison.Ordinal) && Base32.IsValid(text.AsSpan(Prefix.Length));
        key = valid ? new ApiKeyText(text.Substring(Prefix.Length, IdLength), text[(Prefix.Length + IdLength)..]) : null;
        return valid;
    }

    /// <summary>Number of the region that has the key of that id; null when it is no id of a key.</summary>
    public static int? TryRegionOf(string id) => id.Length == IdLength && Base32.IsValid(id) ? RegionOf(id) : null;

    /// <summary>True when this is the text that <paramref name="key"/> was made for. Takes the same time, however much of it is right.</summary>
    public bool Matches(ApiKey key) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(SecretHash), Encoding.ASCII.GetBytes(key.SecretHash));

    /// <summary>The whole text. It is shown once, to whoever made the key.</summary>
    public string Reveal() => Prefix + Id + Secret;

    /// <summary>Without the secret, since texts end up in logs.</summary>
    public override string ToString() => $"{Prefix}{Id}...";

    private static int RegionOf(string id) => (int)Base32.Decode(id.AsSpan(0, 1));

    private static string RandomText(int length)
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        return Base32.Encode(BitConverter.ToUInt128(random), length);
    }
}
