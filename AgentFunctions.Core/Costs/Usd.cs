using System.Globalization;
using System.Text.Json.Serialization;

namespace AgentFunctions.Costs;

/// <summary>An amount of money in US dollars, exact to the micro-dollar.</summary>
[JsonConverter(typeof(UsdConverter))]
public readonly record struct Usd : IComparable<Usd>
{
    private const decimal MicrosInDollar = 1_000_000m;

    private Usd(long micros) => Micros = micros;

    /// <summary>Millionths of a dollar.</summary>
    public long Micros { get; }

    public decimal Amount => Micros / MicrosInDollar;

    public static Usd FromMicros(long micros) => new(micros);

    /// <summary>Rounds up to the next micro-dollar, so that a bill is never understated.</summary>
    public static Usd RoundUp(decimal dollars) => new((long)Math.Ceiling(dollars * MicrosInDollar));

    /// <summary>Rounds down to the micro-dollar, so that a limit is never overstated.</summary>
    public static Usd RoundDown(decimal dollars) => new((long)Math.Floor(dollars * MicrosInDollar));

    public static Usd operator +(Usd left, Usd right) => new(checked(left.Micros + right.Micros));

    public static Usd operator -(Usd left, Usd right) => new(checked(left.Micros - right.Micros));

    /// <summary>Rounded down to the micro-dollar.</summary>
    public static Usd operator /(Usd amount, int parts) => new(amount.Micros / parts);

    public static bool operator <(Usd left, Usd right) => left.Micros < right.Micros;

    public static bool operator >(Usd left, Usd right) => left.Micros > right.Micros;

    public static bool operator <=(Usd left, Usd right) => left.Micros <= right.Micros;

    public static bool operator >=(Usd left, Usd right) => left.Micros >= right.Micros;

    public static Usd Add(Usd left, Usd right) => left + right;

    public static Usd Subtract(Usd left, Usd right) => left - right;

    public int CompareTo(Usd other) => Micros.CompareTo(other.Micros);

    public override string ToString() => Amount.ToString("0.000000", CultureInfo.InvariantCulture);
}
