using System.Globalization;

namespace AgentFunctions.Startup;

/// <summary>One setting of the section <c>AgentFunctions</c>.</summary>
/// <param name="Key">Below the section, parts divided by colons.</param>
/// <param name="Allowed">Completes "allowed is".</param>
/// <param name="Accepts">Whether a text is allowed.</param>
public sealed record Setting(string Key, string Allowed, Func<string, bool> Accepts)
{
    /// <summary>As it is written in the environment.</summary>
    public string Name => $"{ServiceCollectionExtensions.Section}__{Key.Replace(":", "__", StringComparison.Ordinal)}";

    public static Setting Text(string key, string what) => new(key, what, static text => text.Length > 0);

    public static Setting Switch(string key) => new(key, "true or false", static text => bool.TryParse(text, out _));

    public static Setting Whole(string key, int min, int max) => new(
        key, FormattableString.Invariant($"a whole number from {min} to {max}"),
        text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max);

    /// <param name="allowed">Completes "allowed is", since bounds may count or not.</param>
    public static Setting Share(string key, string allowed, Func<double, bool> accepts) => new(
        key, allowed, text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && accepts(value));

    /// <remarks>A number alone is refused even where it would be within bounds: to .NET it means days.</remarks>
    public static Setting Time(string key, TimeSpan min, TimeSpan max) => new(
        key, $"a time from {min:c} to {max:c}, written [days.]hours:minutes:seconds",
        text => text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan value) && value >= min && value <= max);
}
