using System.Globalization;
using System.Text.Json;
using AgentFunctions.Startup;

namespace AgentFunctions.LocalHost.Functions;

/// <summary>One extension's section of host.json: reads values by name, and tells of those that are not as the extension wants them.</summary>
internal sealed class HostJsonSection
{
    private readonly JsonElement? _section;
    private readonly string _path;
    private readonly FaultList _faults;

    private HostJsonSection(JsonElement? section, string path, FaultList faults) => (_section, _path, _faults) = (section, path, faults);

    /// <summary>The section of an extension; one that is missing has no values.</summary>
    public static HostJsonSection Of(JsonElement? extensions, string name, FaultList faults) =>
        new(extensions is { } found ? faults.Read(() => Child(found, "extensions", name)) : null, $"extensions.{name}", faults);

    /// <exception cref="FormatException">The parent or the child is no object.</exception>
    public static JsonElement? Child(JsonElement parent, string path, string name) =>
        parent.ValueKind != JsonValueKind.Object ? throw new FormatException($"{path} must be an object; it is {parent.GetRawText()}.")
        : !parent.TryGetProperty(name, out JsonElement child) || child.ValueKind == JsonValueKind.Null ? null
        : child.ValueKind == JsonValueKind.Object ? child
        : throw new FormatException($"{(path == "extensions" ? $"{path}.{name}" : name)} must be an object; it is {child.GetRawText()}.");

    public void Fault(string setting, string problem) => _faults.Add($"{_path}.{setting} {problem}");

    public int? Count(string setting) => Value<int>(
        setting, "a whole number from 1", static v => v.ValueKind == JsonValueKind.Number && v.TryGetInt32(out int count) && count > 0 ? count : null);

    public bool? Switch(string setting) => Value<bool>(
        setting, "true or false", static v => v.ValueKind is JsonValueKind.True or JsonValueKind.False ? v.GetBoolean() : null);

    public TimeSpan? Time(string setting, TimeSpan min, TimeSpan max) => Value<TimeSpan>(
        setting,
        $"a time from {min:c} to {max:c}",
        v => v.ValueKind == JsonValueKind.String && TimeSpan.TryParseExact(v.GetString(), "c", CultureInfo.InvariantCulture, out TimeSpan time) && time >= min && time <= max ? time : null);

    public string? Text(string setting, string allowed, Func<string, bool> accepts)
    {
        if (Find(setting) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && accepts(text))
        {
            return text;
        }

        Fault(setting, $"must be {allowed}; it is {value.GetRawText()}.");
        return null;
    }

    private T? Value<T>(string setting, string allowed, Func<JsonElement, T?> read)
        where T : struct
    {
        if (Find(setting) is not { } value)
        {
            return null;
        }

        if (read(value) is { } good)
        {
            return good;
        }

        Fault(setting, $"must be {allowed}; it is {value.GetRawText()}.");
        return null;
    }

    private JsonElement? Find(string setting) =>
        _section is { } section && section.TryGetProperty(setting, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
