using System.CommandLine;
using System.Globalization;

namespace AgentFunctions.Cli.Input;

/// <summary>Lengths of time: a whole number with s, m, h or d.</summary>
internal static class SpanOption
{
    public static Option<TimeSpan?> Create(string name, string description, TimeSpan longest) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens[^1].Value;
            if (Read(text) is { } span && span <= longest)
            {
                return span;
            }

            result.AddError($"{name} is '{text}'; allowed is a whole number with s, m, h or d, up to {longest.TotalDays:0}d.");
            return null;
        },
    };

    /// <summary>Null when it is none, or longer than a century.</summary>
    public static TimeSpan? Read(string text) =>
        text.Length is > 1 and < 8 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? text[^1] switch
            {
                's' => TimeSpan.FromSeconds(number),
                'm' => TimeSpan.FromMinutes(number),
                'h' => TimeSpan.FromHours(number),
                'd' when number < 36_500 => TimeSpan.FromDays(number),
                _ => null,
            }
            : null;
}
