using System.Globalization;
using System.Text;

namespace AgentFunctions.Client.Http;

/// <summary>Writes a path with its query; what is null is left out.</summary>
internal sealed class ApiQuery(string path)
{
    private readonly StringBuilder _text = new(path);
    private char _next = '?';

    /// <summary>One segment of a path.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public static string Segment(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return Uri.EscapeDataString(id);
    }

    public ApiQuery Add(string name, string? value)
    {
        if (value is { Length: > 0 })
        {
            _text.Append(_next).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            _next = '&';
        }

        return this;
    }

    public ApiQuery Add(string name, DateTimeOffset? value) => Add(name, value?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));

    public ApiQuery Add(string name, decimal? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public override string ToString() => _text.ToString();
}
