using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AgentFunctions.Webhooks.Secrets;

/// <summary>
/// A secret that callbacks are signed with, and its text: <c>whsec_</c> and 24 to 64 bytes in base 64, as the Standard Webhooks specification 1.0.0 has it
/// (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md).
/// </summary>
public sealed class WebhookSecret
{
    /// <summary>What <see cref="TryParse"/> accepts, for messages.</summary>
    public const string Allowed = "whsec_ and 24 to 64 random bytes in base 64";

    private const string Prefix = "whsec_";
    private const int NewBytes = 32;
    private const int LeastBytes = 24;
    private const int MostBytes = 64;

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    public static WebhookSecret Create() => new(RandomNumberGenerator.GetBytes(NewBytes));

    public static bool TryParse(string? text, [NotNullWhen(true)] out WebhookSecret? secret)
    {
        byte[] key = new byte[MostBytes];
        bool valid = text is { Length: <= 128 } && text.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(text[Prefix.Length..], key, out int length) && length >= LeastBytes && Array.TrueForAll(text.ToCharArray(), c => c > ' ');
        secret = valid ? new WebhookSecret(Convert.FromBase64String(text![Prefix.Length..])) : null;
        return valid;
    }

    /// <summary>Signs a message.</summary>
    /// <param name="id">Header <c>webhook-id</c>; no full stop in it.</param>
    /// <param name="at">Header <c>webhook-timestamp</c>, Unix time in seconds.</param>
    /// <returns>One signature of header <c>webhook-signature</c>: <c>v1,</c> and an HMAC-SHA256 in base 64.</returns>
    public string Sign(string id, long at, ReadOnlySpan<byte> body)
    {
        using IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at}.")));
        hash.AppendData(body);
        return $"v1,{Convert.ToBase64String(hash.GetHashAndReset())}";
    }

    /// <summary>The whole text: for the store, and once for whoever made the secret.</summary>
    public string Reveal() => Prefix + Convert.ToBase64String(_key);

    /// <summary>Without the secret, since texts end up in logs.</summary>
    public override string ToString() => $"{Prefix}...";
}
