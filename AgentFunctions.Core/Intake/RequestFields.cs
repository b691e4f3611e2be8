using System.Globalization;
using System.Text.Json;

namespace AgentFunctions.Intake;

/// <summary>A JSON object of a request: reads its fields by name and collects what is wrong with them.</summary>
internal sealed class RequestFields
{
    private readonly JsonElement _object;
    private readonly string _path;

    public RequestFields(JsonElement element, string what, string[] allowed)
        : this(element, string.Empty, what, allowed, [])
    {
    }

    private RequestFields(JsonElement element, string path, string what, string[] allowed, List<FieldError> errors)
    {
        (_object, _path, Errors) = (element, path, errors);
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new FieldError(path.TrimEnd('.'), $"{what} must be a JSON object with {string.Join(", ", allowed)}"));
            return;
        }

        foreach (JsonProperty property in element.EnumerateObject().Where(p => !allowed.Contains(p.Name)))
        {
            Add(property.Name, $"is not a field of {what}; allowed are {string.Join(", ", allowed)}");
        }
    }

    public List<FieldError> Errors { get; }

    public void Add(string field, string message)
    {
        // All of very many faults would make an answer many times the size of the body.
        if (Errors.Count < IntakeLimits.Faults)
        {
            Errors.Add(new FieldError(_path + Shown(field), message));
        }
    }

    /// <summary>A client's own name, cut to a length that can be told.</summary>
    public static string Shown(string name) => name.Length <= IntakeLimits.ShownLength ? name : $"{name[..IntakeLimits.ShownLength]}…";

    public JsonElement? Any(string field, bool required = false)
    {
        if (_object.ValueKind == JsonValueKind.Object && _object.TryGetProperty(field, out JsonElement value) && value.ValueKind != JsonValueKind.Null)
        {
            return value;
        }

        if (required && _object.ValueKind == JsonValueKind.Object)
        {
            Add(field, "is missing");
        }

        return null;
    }

    public string? Text(string field, bool required = false) => Any(field, required) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text when text.GetString() is { Length: > 0 } value => value,
        _ => Refuse<string>(field, "must be text that is not empty"),
    };

    public T? Choice<T>(string field)
        where T : struct, Enum
    {
        if (Any(field) is not { } value)
        {
            return null;
        }

        string[] names = [.. Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)];
        return value.ValueKind == JsonValueKind.String && names.Contains(value.GetString())
            ? Enum.Parse<T>(value.GetString()!, ignoreCase: true)
            : RefuseValue<T>(field, $"allowed are {string.Join(", ", names)}");
    }

    public double? Number(string field, double min, double max) => Any(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out double value) && value >= min && value <= max => value,
        _ => RefuseValue<double>(field, string.Create(CultureInfo.InvariantCulture, $"allowed is a number from {min} to {max}")),
    };

    public decimal? Number(string field, decimal min, decimal max) => Any(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetDecimal(out decimal value) && value >= min && value <= max => value,
        _ => RefuseValue<decimal>(field, string.Create(CultureInfo.InvariantCulture, $"allowed is a number from {min} to {max}")),
    };

    public long? Whole(string field, long min, long max) => Any(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out long value) && value >= min && value <= max => value,
        _ => RefuseValue<long>(field, string.Create(CultureInfo.InvariantCulture, $"allowed is a whole number from {min} to {max}")),
    };

    public bool? Flag(string field) => Any(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => RefuseValue<bool>(field, "allowed are true and false"),
    };

    public TimeSpan? Duration(string field) => Any(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text when Agents.Duration.TryParse(text.GetString(), out TimeSpan value) => value,
        _ => RefuseValue<TimeSpan>(field, $"allowed is {Agents.Duration.Allowed}"),
    };

    public DateTimeOffset? Time(string field) => Any(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text when Rfc3339.TryParse(text.GetString(), out DateTimeOffset value) => value,
        _ => RefuseValue<DateTimeOffset>(field, $"allowed is {Rfc3339.Allowed}"),
    };

    public RequestFields? Object(string field, params string[] allowed) =>
        Any(field) is { } value ? new RequestFields(value, $"{_path}{field}.", field, allowed, Errors) : null;

    public IReadOnlyDictionary<string, string> Texts(string field, int maxEntries, int maxLength)
    {
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        if (Any(field) is not { } value)
        {
            return texts;
        }

        if (value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() > maxEntries)
        {
            Add(field, $"must be an object with at most {maxEntries} texts");
            return texts;
        }

        foreach (JsonProperty entry in value.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.String || entry.Name.Length > maxLength || entry.Value.GetString()!.Length > maxLength)
            {
                Add($"{field}.{entry.Name}", $"must be text; name and text have at most {maxLength} characters");
            }

            texts[entry.Name] = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : string.Empty;
        }

        return texts;
    }

    private T? Refuse<T>(string field, string message)
        where T : class
    {
        Add(field, message);
        return null;
    }

    private T? RefuseValue<T>(string field, string message)
        where T : struct
    {
        Add(field, message);
        return null;
    }
}
