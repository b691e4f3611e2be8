using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentFunctions.Startup;

/// <summary>One setting of the section <c>AgentFunctions</c>.</summary>
/// <param name="Key">Below the section, parts divided by colons.</param>
/// <param name="Allowed">Completes "allowed is".</param>
/// <param name="Accepts">Whether a text is allowed.</param>
public sealed partial record Setting(string Key, string Allowed, Func<string, bool> Accepts)
{
    /// <summary>Stands in a key for the numbers of a list's entries.</summary>
    public const string AnyNumber = "N";

    private const string KeyVaultReference = "@Microsoft.KeyVault(";

    /// <summary>True when its value is not to be shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>As it is written in the environment.</summary>
    public string Name => $"{ServiceCollectionExtensions.Section}__{Key.Replace(":", "__", StringComparison.Ordinal)}";

    public static Setting Text(string key, string what, int minLength = 1) => new(key, what, text => text.Length >= minLength);

    /// <remarks>A reference that Azure could not resolve arrives as it stands, and everybody may know how it is written.</remarks>
    public static Setting Secret(string key, int minLength) => new(
        key,
        FormattableString.Invariant($"{minLength} characters or more, no unresolved reference to Key Vault"),
        text => text.Length >= minLength && !text.StartsWith(KeyVaultReference, StringComparison.OrdinalIgnoreCase))
    {
        IsSecret = true,
    };

    public static Setting Choice<T>(string key)
        where T : struct, Enum => new(key, string.Join(" or ", Enum.GetNames<T>()), static text => Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value));

    /// <summary>True when a key that was given is this one.</summary>
    public bool IsFor(string given) => string.Equals(Key, Numbers().Replace(given, $":{AnyNumber}"), StringComparison.OrdinalIgnoreCase);

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

    [GeneratedRegex(@":\d+(?=:|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
