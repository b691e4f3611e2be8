using System.Globalization;

namespace AgentFunctions.Agents.Checks;

/// <summary>How far a number may lie from the one expected.</summary>
/// <param name="Amount">0 or more: in the number's own unit, or as a share of the number expected.</param>
public readonly record struct Tolerance(decimal Amount, bool IsRelative)
{
    /// <summary>What <see cref="Parse"/> accepts, for messages.</summary>
    public const string Allowed = "a number of 0 or more, such as 0.01, or a percentage, such as 1%";

    /// <summary>Reads an amount such as <c>0.01</c>, or a percentage such as <c>1%</c>.</summary>
    /// <returns>null when it is neither.</returns>
    public static Tolerance? Parse(string text)
    {
        bool isRelative = text.EndsWith('%');
        return decimal.TryParse(isRelative ? text[..^1] : text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out decimal amount)
            ? new Tolerance(isRelative ? amount / 100 : amount, isRelative)
            : null;
    }

    public override string ToString() => IsRelative
        ? (Amount * 100).ToString("0.############################", CultureInfo.InvariantCulture) + "%"
        : Amount.ToString(CultureInfo.InvariantCulture);
}
