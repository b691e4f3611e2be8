using System.Globalization;
using AgentFunctions.Intake;
using AgentFunctions.Storage;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>Reads the fields of a query string, and gathers all that is wrong with it.</summary>
internal sealed class QueryFields
{
    private readonly IQueryCollection _query;
    private readonly List<FieldError> _errors;

    /// <param name="known">All fields there are.</param>
    /// <param name="several">Those of them that may be given more than once, as their values add up.</param>
    public QueryFields(IQueryCollection query, string[] known, params string[] several)
    {
        _query = query;

        // A client that gives a filter twice cannot mean both, and to choose for it could hide tasks.
        _errors =
        [
            .. query.Keys
                .Where(k => !known.Contains(k) && k is not ("code" or "region")) // the Functions host key; the region was read before
                .Select(k => new FieldError(k, $"is not a filter; allowed are {string.Join(", ", known)}")),
            .. query
                .Where(q => q.Value.Count > 1 && known.Contains(q.Key) && !several.Contains(q.Key))
                .Select(q => new FieldError(q.Key, "is given more than once; allowed is one value")),
        ];
    }

    public IReadOnlyList<FieldError> Errors => _errors;

    public void Add(string field, string message) => _errors.Add(new FieldError(field, message));

    /// <summary>Null when it is not there or empty.</summary>
    public string? Text(string field) => _query[field].FirstOrDefault(v => v is { Length: > 0 });

    /// <summary>One of a set of values; null when it is not there, empty, or wrong.</summary>
    /// <param name="what">It is, such as <c>status</c>, for messages.</param>
    /// <param name="nameOf">How the API spells a value.</param>
    public T? Choice<T>(string field, string what, Func<T, string> nameOf)
        where T : struct, Enum => Text(field) is { } name ? Choice(field, name, what, nameOf) : null;

    /// <summary>Any number of a set of values, separated by commas or each given for itself.</summary>
    /// <inheritdoc cref="Choice{T}(string, string, Func{T, string})"/>
    public List<T> Choices<T>(string field, string what, Func<T, string> nameOf)
        where T : struct, Enum =>
        [.. _query[field]
            .SelectMany(v => (v ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(name => Choice(field, name, what, nameOf))
            .OfType<T>()];

    /// <summary>Null when it is not there, empty, or wrong.</summary>
    public DateTimeOffset? Time(string field)
    {
        if (Text(field) is not { } text)
        {
            return null;
        }

        // A plus sign in a query is read as a blank; an offset such as +02:00 is meant.
        if (Rfc3339.TryParse(text.Replace(' ', '+'), out DateTimeOffset moment))
        {
            return moment;
        }

        Add(field, $"allowed is {Rfc3339.Allowed}");
        return null;
    }

    /// <summary>Field <c>limit</c>.</summary>
    /// <param name="usual">Limit of a query that names none.</param>
    public int Limit(int usual)
    {
        if (Text("limit") is not { } text)
        {
            return usual;
        }

        bool valid = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit is >= 1 and <= TaskFilter.MaxPageSize;
        if (!valid)
        {
            Add("limit", $"allowed is a whole number from 1 to {TaskFilter.MaxPageSize}");
        }

        return valid ? limit : 1;
    }

    private T? Choice<T>(string field, string name, string what, Func<T, string> nameOf)
        where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>().Where(value => nameOf(value) == name))
        {
            return value;
        }

        Add(field, $"'{name}' is no {what}; allowed are {string.Join(", ", Enum.GetValues<T>().Select(nameOf))}");
        return null;
    }
}
