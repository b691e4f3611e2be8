using System.Globalization;

namespace AgentFunctions.LocalHost.ServiceBus;

/// <summary>A type that application properties may have, and how its values are written as text.</summary>
internal sealed record PropertyKind(Type Type, string Tag, Func<object, string> Encode, Func<string, object> Decode)
{
    /// <summary>The types that AMQP carries; times lose there what they lose here.</summary>
    public static IReadOnlyList<PropertyKind> All { get; } =
    [
        Of<string>("string"), Of<bool>("bool"), Of<char>("char"), Of<Guid>("guid"), Of<TimeSpan>("timespan"),
        Of<byte>("byte"), Of<sbyte>("sbyte"), Of<short>("short"), Of<ushort>("ushort"), Of<int>("int"), Of<uint>("uint"),
        Of<long>("long"), Of<ulong>("ulong"), Of<float>("float"), Of<double>("double"), Of<decimal>("decimal"),
        new(typeof(Uri), "uri", static value => ((Uri)value).AbsoluteUri, static text => new Uri(text)),
        // Whole milliseconds of UTC.
        new(typeof(DateTime), "datetime", static value => Number(Milliseconds((DateTime)value)), static text => DateTimeOffset.FromUnixTimeMilliseconds(Number(text)).UtcDateTime),
        // Exact, but in UTC.
        new(typeof(DateTimeOffset), "datetimeoffset", static value => Number(((DateTimeOffset)value).UtcTicks), static text => new DateTimeOffset(Number(text), TimeSpan.Zero)),
    ];

    private static PropertyKind Of<T>(string tag)
        where T : IParsable<T> => new(
            typeof(T),
            tag,
            static value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
            static text => T.Parse(text, CultureInfo.InvariantCulture));

    private static long Milliseconds(DateTime value) => new DateTimeOffset(value.ToUniversalTime()).ToUnixTimeMilliseconds();

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
