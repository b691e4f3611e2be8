using System.Text.Json;
using AgentFunctions.Costs;

namespace AgentFunctions.Models;

/// <summary>An object of a configuration file: reads values by name and reports what is wrong with their path.</summary>
internal sealed class JsonFields
{
    private readonly JsonElement _object;
    private readonly string _path;

    private JsonFields(JsonElement element, string path) => (_object, _path) = (element, path);

    /// <exception cref="FormatException">Not an object, or it has a field that is not allowed.</exception>
    public static JsonFields Of(JsonElement element, string path, params string[] allowed)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"{(path.Length == 0 ? "the file" : path)}: must be an object with {string.Join(", ", allowed)}");
        }

        string prefix = path.Length == 0 ? string.Empty : path + ".";
        string? unknown = element.EnumerateObject().Select(p => p.Name).FirstOrDefault(n => !allowed.Contains(n));
        return unknown is null
            ? new JsonFields(element, prefix)
            : throw new FormatException($"{prefix}{unknown}: unknown field; allowed are {string.Join(", ", allowed)}");
    }

    public FormatException Error(string field, string problem) => new($"{_path}{field}: {problem}");

    public string Text(string field) => OptionalText(field) ?? throw Error(field, "is missing; it must be text");

    public string? OptionalText(string field) => Find(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text when text.GetString() is { Length: > 0 } value => value,
        _ => throw Error(field, "must be text that is not empty"),
    };

    public int? Integer(string field, int min, int max) => Find(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out int value) && value >= min && value <= max => value,
        { } other => throw Error(field, $"is {other.GetRawText()}; allowed is a whole number from {min} to {max}"),
    };

    /// <summary>A share of some but not of all.</summary>
    public double? InnerShare(string field) => Find(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out double value) && value is > 0 and < 1 => value,
        { } other => throw Error(field, $"is {other.GetRawText()}; allowed is a number above 0 and below 1"),
    };

    /// <summary>A part of a price: more than nothing, at most all of it.</summary>
    public decimal Part(string field) => Find(field) switch
    {
        null => throw Error(field, "is missing; it must be a number above 0 and at most 1"),
        { ValueKind: JsonValueKind.Number } number when number.TryGetDecimal(out decimal value) && value is > 0 and <= 1 => value,
        { } other => throw Error(field, $"is {other.GetRawText()}; allowed is a number above 0 and at most 1"),
    };

    public bool? Flag(string field) => Find(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } other => throw Error(field, $"is {other.GetRawText()}; allowed are true and false"),
    };

    /// <summary>A price: dollars, zero or more.</summary>
    public decimal Amount(string field) => OptionalAmount(field) ?? throw Error(field, "is missing; it must be dollars a million tokens");

    public decimal? OptionalAmount(string field) => Find(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetDecimal(out decimal value) && value >= 0 && value < 1_000_000 => value,
        { } other => throw Error(field, $"is {other.GetRawText()}; allowed are dollars a million tokens, 0 or more"),
    };

    /// <summary>A budget: dollars, more than nothing, exact to the micro-dollar.</summary>
    public Usd? OptionalDollars(string field) => Find(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetDecimal(out decimal value) && value >= 0.000001m && value <= 1_000_000_000 => Usd.RoundDown(value),
        { } other => throw Error(field, $"is {other.GetRawText()}; allowed are dollars, more than 0 and at most 1000000000"),
    };

    public JsonFields? OptionalObject(string field, params string[] allowed) => Find(field) is { } element ? Of(element, _path + field, allowed) : null;

    public JsonFields Object(string field, params string[] allowed) =>
        OptionalObject(field, allowed) ?? throw Error(field, $"is missing; it must be an object with {string.Join(", ", allowed)}");

    public IEnumerable<JsonFields> Objects(string field, params string[] allowed) => Find(field) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0
        ? list.EnumerateArray().Select((item, index) => Of(item, $"{_path}{field}[{index}]", allowed))
        : throw Error(field, "must be a list with at least one entry");

    /// <summary>As <see cref="Objects"/>, each to be read by itself, so that one that is broken does not hide the others.</summary>
    public IEnumerable<Func<string[], JsonFields>> Entries(string field) => Find(field) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0
        ? list.EnumerateArray().Select<JsonElement, Func<string[], JsonFields>>((item, index) => allowed => Of(item, $"{_path}{field}[{index}]", allowed))
        : throw Error(field, "must be a list with at least one entry");

    private JsonElement? Find(string field) =>
        _object.TryGetProperty(field, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
