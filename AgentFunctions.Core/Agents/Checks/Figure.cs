using System.Globalization;
using System.Text.Json;

namespace AgentFunctions.Agents.Checks;

/// <summary>A number of a JSON value: exact where decimal arithmetic can hold it, approximate beyond.</summary>
internal readonly record struct Figure(decimal? Exact, double Approximate)
{
    public static Figure Zero => new(0, 0);

    /// <summary>null when it is no number.</summary>
    public static Figure? Of(JsonElement? value) => value is { ValueKind: JsonValueKind.Number } number
        ? new Figure(number.TryGetDecimal(out decimal exact) ? exact : null, number.TryGetDouble(out double near) ? near : double.NaN)
        : null;

    public static Figure operator +(Figure left, Figure right) => new(Exactly(left.Exact, right.Exact, decimal.Add), left.Approximate + right.Approximate);

    public bool IsWithin(Tolerance tolerance, Figure expected)
    {
        if (Exactly(Exact, expected.Exact, decimal.Subtract) is { } difference)
        {
            return Math.Abs(difference) <= (tolerance.IsRelative ? tolerance.Amount * Math.Abs(expected.Exact!.Value) : tolerance.Amount);
        }

        // Not finite means not comparable; comparisons with NaN are false.
        double most = (double)tolerance.Amount * (tolerance.IsRelative ? Math.Abs(expected.Approximate) : 1);
        return double.IsFinite(Approximate) && double.IsFinite(expected.Approximate) && Math.Abs(Approximate - expected.Approximate) <= most;
    }

    public override string ToString() => Exact?.ToString(CultureInfo.InvariantCulture) ?? Approximate.ToString("R", CultureInfo.InvariantCulture);

    private static decimal? Exactly(decimal? left, decimal? right, Func<decimal, decimal, decimal> operation)
    {
        try
        {
            return left is { } l && right is { } r ? operation(l, r) : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
