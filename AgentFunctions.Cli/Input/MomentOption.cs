using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace AgentFunctions.Cli.Input;

/// <summary>An option that is a moment: a date, a time, or how far off it is.</summary>
internal static class MomentOption
{
    private const string Allowed = "a date or time (2026-11-26, 2026-11-26T08:00:00Z; UTC unless it says otherwise), or a whole number with s, m, h or d";

    public static Option<DateTimeOffset?> Past(string name, string description) => Create(name, $"{description}: a date, a time, or how long ago, such as 7d", direction: -1);

    public static Option<DateTimeOffset?> Future(string name, string description) => Create(name, $"{description}: a date, a time, or in how long, such as 2h", direction: 1);

    private static Option<DateTimeOffset?> Create(string name, string description, int direction) => new(name)
    {
        Description = description,
        CustomParser = result => Read(result, name, direction),
    };

    private static DateTimeOffset? Read(ArgumentResult result, string name, int direction)
    {
        string text = result.Tokens[^1].Value;
        if (SpanOption.Read(text) is { } offset)
        {
            return TimeProvider.System.GetUtcNow() + (direction * offset);
        }

        if (text.Contains('-') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment))
        {
            return moment;
        }

        result.AddError($"{name} is '{text}'; allowed are {Allowed}.");
        return null;
    }
}
