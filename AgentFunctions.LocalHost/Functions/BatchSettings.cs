using System.Globalization;
using System.Text.Json;

namespace AgentFunctions.LocalHost.Functions;

/// <summary>How functions with <c>IsBatched = true</c> get their messages; from section <c>extensions.serviceBus</c> of host.json. Defaults and bounds are those of Azure.</summary>
internal sealed record BatchSettings
{
    private const string Section = "extensions.serviceBus";

    // The extension refuses more: it is half of the longest lock that Azure allows.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(150);

    /// <value>Most messages a call gets, from 1. Default 1,000.</value>
    public int MaxSize { get; init; } = 1_000;

    /// <value>Messages to wait for before a call, 1..<see cref="MaxSize"/>. Default 1: a call gets what is there.</value>
    public int MinSize { get; init; } = 1;

    /// <value>How long to wait for them once the first has come, 0..2 min 30 s; then a call gets what has come. Default 30 s.</value>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Reads the settings.</summary>
    /// <param name="find">Finds a setting of the section by its name.</param>
    /// <exception cref="FormatException">A value is out of its bounds; the message names it.</exception>
    public static BatchSettings Read(Func<string, JsonElement?> find)
    {
        BatchSettings defaults = new();
        int max = Count(find, "maxMessageBatchSize", defaults.MaxSize);
        int min = Count(find, "minMessageBatchSize", defaults.MinSize);
        return min <= max
            ? new BatchSettings { MaxSize = max, MinSize = min, MaxWait = Wait(find, "maxBatchWaitTime", defaults.MaxWait) }
            : throw new FormatException($"{Section}.minMessageBatchSize must be at most maxMessageBatchSize, which is {max}; it is {min}.");
    }

    private static int Count(Func<string, JsonElement?> find, string name, int otherwise) =>
        find(name) is not { } value || value.ValueKind == JsonValueKind.Null ? otherwise
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int count) && count > 0 ? count
        : throw new FormatException($"{Section}.{name} must be a whole number from 1; it is {value.GetRawText()}.");

    private static TimeSpan Wait(Func<string, JsonElement?> find, string name, TimeSpan otherwise) =>
        find(name) is not { } value || value.ValueKind == JsonValueKind.Null ? otherwise
        : value.ValueKind == JsonValueKind.String
            && TimeSpan.TryParseExact(value.GetString(), "c", CultureInfo.InvariantCulture, out TimeSpan wait)
            && wait >= TimeSpan.Zero
            && wait <= LongestWait ? wait
        : throw new FormatException($"{Section}.{name} must be a time from 00:00:00 to {LongestWait:c}; it is {value.GetRawText()}.");
}
