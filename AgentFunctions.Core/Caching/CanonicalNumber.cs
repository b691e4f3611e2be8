using System.Globalization;

namespace AgentFunctions.Caching;

/// <summary>A JSON number in the form that ECMAScript's Number::toString gives it, which RFC 8785 asks for.</summary>
internal readonly record struct CanonicalNumber
{
    // Any double can be told from its neighbours by 17 digits; a client that writes more means more.
    private const int DoubleDigits = 17;

    // Beyond it ECMAScript writes an exponent.
    private const int MostPlainDigits = 21;

    private readonly bool _negative;
    private readonly string _digits;

    // The value is 0.d1d2d3... times ten to this power.
    private readonly long _point;

    private CanonicalNumber(bool negative, string digits, long point) => (_negative, _digits, _point) = (negative, digits, point);

    private bool IsWhole => _digits.Length <= _point;

    /// <summary>The canonical form of a number as it stands in JSON.</summary>
    public static string Of(string raw)
    {
        if (Parse(raw) is not { } exact)
        {
            // An exponent of twenty digits: no two spellings of such a number are worth bringing together.
            return raw;
        }

        if (double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            && Parse(value.ToString("R", CultureInfo.InvariantCulture)) is { } nearest
            && (nearest == exact || (exact._digits.Length <= DoubleDigits && !exact.IsWhole)))
        {
            return nearest.ToString();
        }

        // Long ids, say: as doubles two of them could become the same number.
        return exact.ToString();
    }

    public override string ToString()
    {
        if (_digits.Length == 0)
        {
            return "0";
        }

        string sign = _negative ? "-" : string.Empty;
        return _point switch
        {
            <= MostPlainDigits when IsWhole => sign + _digits.PadRight((int)_point, '0'),
            > 0 and <= MostPlainDigits => $"{sign}{_digits[..(int)_point]}.{_digits[(int)_point..]}",
            > -6 and <= 0 => $"{sign}0.{new string('0', (int)-_point)}{_digits}",
            _ => $"{sign}{_digits[0]}{(_digits.Length > 1 ? "." + _digits[1..] : string.Empty)}e{(_point > 0 ? "+" : string.Empty)}{(_point - 1).ToString(CultureInfo.InvariantCulture)}",
        };
    }

    private static CanonicalNumber? Parse(string raw)
    {
        bool negative = raw[0] == '-';
        string[] parts = raw.TrimStart('-').Split(['e', 'E']);
        long exponent = 0;
        if (parts.Length > 1 && !long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return null;
        }

        string[] halves = parts[0].Split('.');
        string all = halves[0] + (halves.Length > 1 ? halves[1] : string.Empty);
        string digits = all.TrimStart('0');
        long point = halves[0].Length - (all.Length - digits.Length) + exponent;
        digits = digits.TrimEnd('0');
        return digits.Length == 0 ? new CanonicalNumber(false, digits, 0) : new CanonicalNumber(negative, digits, point);
    }
}
