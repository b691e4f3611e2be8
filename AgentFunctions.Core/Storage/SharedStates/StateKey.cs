using System.Globalization;
using System.Text;

namespace AgentFunctions.Storage.SharedStates;

/// <summary>Where a shared state stands in its table.</summary>
/// <param name="Partition">Kind of state.</param>
/// <param name="Row">Which one.</param>
public readonly record struct StateKey(string Partition, string Row)
{
    /// <summary>A name as a part of a key. Names may hold what table keys must not (/ \ # ? and control characters) and what parts a key.</summary>
    public static string Escape(string name)
    {
        StringBuilder escaped = new(name.Length);
        foreach (Rune rune in name.EnumerateRunes())
        {
            bool isPlain = rune.IsAscii && (Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '.' or '*');
            _ = isPlain ? escaped.Append(rune) : escaped.Append(CultureInfo.InvariantCulture, $"_{rune.Value:x}_");
        }

        return escaped.ToString();
    }
}
