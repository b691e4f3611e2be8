using System.Buffers;

namespace AgentFunctions.Tasks;

/// <summary>Crockford's base 32 in lower case: sorts as the numbers do and has no letters that read like digits.</summary>
internal static class Base32
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    public static string Encode(UInt128 value, int length) =>
        string.Create(length, value, static (span, rest) =>
        {
            for (int i = span.Length - 1; i >= 0; i--)
            {
                span[i] = Alphabet[(int)(rest & 31)];
                rest >>= 5;
            }
        });

    public static long Decode(ReadOnlySpan<char> text)
    {
        long value = 0;
        foreach (char c in text)
        {
            value = (value << 5) | (uint)Alphabet.IndexOf(c, StringComparison.Ordinal);
        }

        return value;
    }

    public static bool IsValid(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Allowed);
}
