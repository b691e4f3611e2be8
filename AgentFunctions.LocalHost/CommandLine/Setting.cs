using System.CommandLine;
using System.CommandLine.Parsing;

namespace AgentFunctions.LocalHost.CommandLine;

/// <summary>
/// One value that comes from the command line, else from the configuration section <c>LocalHost</c>, else from
/// its default. Both sources go through the same reading and the same complaint.
/// </summary>
/// <param name="Option">The option; it takes text, which is read by <paramref name="Read"/>.</param>
/// <param name="Key">Key inside the configuration section.</param>
/// <param name="Default">Value when neither source names one.</param>
/// <param name="Allowed">Completes "must be".</param>
/// <param name="Read">The value of a text, or null when the text is not allowed.</param>
internal sealed record Setting<T>(Option Option, string Key, T Default, string Allowed, Func<string, T?> Read)
    where T : struct
{
    /// <summary>The value; a text that is not allowed adds to <paramref name="errors"/> and counts as the default.</summary>
    public SettingValue<T> From(ParseResult line, IConfiguration section, List<string> errors)
    {
        var (text, source) = Find(line, section);
        if (text is null)
        {
            return new(Default, Option.Name, IsGiven: false);
        }

        if (Read(text) is { } value)
        {
            return new(value, source, IsGiven: true);
        }

        errors.Add($"{source} must be {Allowed}, not '{text}'.");
        return new(Default, source, IsGiven: false);
    }

    private (string? Text, string Source) Find(ParseResult line, IConfiguration section) =>
        line.GetResult(Option) is OptionResult { Implicit: false } given
            // A switch such as --in-memory needs no value to be on.
            ? (given.Tokens is [.., var last] ? last.Value : bool.TrueString, Option.Name)
            : (section[Key], $"LocalHost:{Key} (configuration; on the command line {Option.Name})");
}
