using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentFunctions.Agents;

/// <summary>Durations as people write them in configuration: a whole number and a unit, such as <c>90s</c>, <c>5m</c>, <c>24h</c>, <c>7d</c>, <c>250ms</c>.</summary>
public static partial class Duration
{
    /// <summary>What <see cref="TryParse"/> accepts, for messages.</summary>
    public const string Allowed = "a whole number and ms, s, m, h or d, such as 90s or 24h";

    public static bool TryParse(string? text, out TimeSpan duration)
    {
        Match match = Form().Match(text ?? string.Empty);
        duration = default;
        if (!match.Success)
        {
            return false;
        }

        int number = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        duration = match.Groups[2].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            _ => TimeSpan.FromDays(number),
        };
        return true;
    }

    [GeneratedRegex(@"^([0-9]{1,6})(ms|s|m|h|d)\z")]
    private static partial Regex Form();
}
