using System.Globalization;

namespace AgentFunctions.LocalHost.CommandLine;

/// <summary>Reads the texts of settings; null means that the text is not allowed.</summary>
internal static class SettingText
{
    public static Func<string, int?> Whole(int least, int most) => text =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number >= least && number <= most ? number : null;

    public static bool? Switch(string text) => bool.TryParse(text, out var on) ? on : null;

    public static SettingPath? PathOf(string text) =>
        string.IsNullOrWhiteSpace(text) || text.Contains('\0', StringComparison.Ordinal) ? null : new(text);

    /// <summary>Reads "30s", "5m", "2h" or "00:05:00".</summary>
    public static Func<string, TimeSpan?> Duration(TimeSpan least, TimeSpan most) => text =>
        Duration(text) is { } duration && duration >= least && duration <= most ? duration : null;

    private static TimeSpan? Duration(string text)
    {
        var seconds = text is [.., var unit] ? unit switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 } : 0;
        if (seconds > 0)
        {
            // Nine digits cannot overflow a TimeSpan in any of the units.
            return text.Length <= 10 && decimal.TryParse(
                text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
                    ? TimeSpan.FromSeconds((double)(amount * seconds))
                    : null;
        }

        return text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var clock) ? clock : null;
    }
}
