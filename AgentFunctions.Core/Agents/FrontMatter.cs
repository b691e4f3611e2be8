using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AgentFunctions.Agents;

/// <summary>A mapping of an agent file's front matter: reads values by name and reports what is wrong with its line.</summary>
internal sealed class FrontMatter
{
    private readonly string _file;
    private readonly int _lineOffset;
    private readonly string _path;
    private readonly YamlMappingNode _map;

    private FrontMatter(string file, int lineOffset, string path, YamlMappingNode map, string[] allowed)
    {
        (_file, _lineOffset, _path, _map) = (file, lineOffset, path, map);
        foreach (YamlNode key in map.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } name } || !allowed.Contains(name))
            {
                throw Error(key, $"unknown key '{path}{key}'; allowed are {string.Join(", ", allowed)}");
            }
        }
    }

    /// <summary>Reads the YAML between the dashes.</summary>
    /// <param name="lineOffset">Lines of the file before the YAML.</param>
    public static FrontMatter Parse(string file, string yaml, int lineOffset, params string[] allowed)
    {
        try
        {
            YamlStream stream = [];
            stream.Load(new StringReader(yaml));
            return stream.Documents is [{ RootNode: YamlMappingNode map }]
                ? new FrontMatter(file, lineOffset, string.Empty, map, allowed)
                : throw new AgentFileException(file, lineOffset + 1, "the front matter must be a YAML mapping such as 'name: my-agent'");
        }
        catch (InvalidOperationException e)
        {
            // What the parser raises for some unclosed brackets, without a position.
            throw new AgentFileException(file, lineOffset + 1, "not valid YAML: a bracket or brace is not closed", e);
        }
        catch (YamlException e)
        {
            throw new AgentFileException(file, lineOffset + (int)Math.Max(1, e.Start.Line), $"not valid YAML: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    public AgentFileException Error(YamlNode? at, string problem) =>
        new(_file, _lineOffset + (int)(at ?? _map).Start.Line, problem);

    public AgentFileException Error(string key, string problem) => Error(Find(key), problem);

    public YamlNode? Find(string key) => _map.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node) ? node : null;

    public string RequiredText(string key) =>
        Text(key) ?? throw Error(key, $"'{_path}{key}' is missing; it must be text");

    public string? Text(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode { Value: { Length: > 0 } value } => value,
        { } other => throw Error(other, $"'{_path}{key}' must be text that is not empty"),
    };

    public int? Integer(string key, int min, int max) => Text(key) is not { } text
        ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max
            ? value
            : throw Error(key, $"'{_path}{key}' is '{text}'; allowed is a whole number from {min} to {max}");

    public double? Fraction(string key) => Text(key) is not { } text
        ? null
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value is >= 0 and <= 1
            ? value
            : throw Error(key, $"'{_path}{key}' is '{text}'; allowed is a number from 0 to 1");

    public bool? Flag(string key) => Text(key) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        { } other => throw Error(key, $"'{_path}{key}' is '{other}'; allowed are true and false"),
    };

    public TimeSpan? Duration(string key) => Text(key) is not { } text
        ? null
        : Agents.Duration.TryParse(text, out TimeSpan value)
            ? value
            : throw Error(key, $"'{_path}{key}' is '{text}'; allowed is {Agents.Duration.Allowed}");

    public T? Choice<T>(string key)
        where T : struct, Enum => Text(key) is not { } text
        ? null
        : Enum.TryParse(text, ignoreCase: true, out T value) && !char.IsAsciiDigit(text[0])
            ? value
            : throw Error(key, $"'{_path}{key}' is '{text}'; allowed are {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");

    public FrontMatter? Mapping(string key, params string[] allowed) => Find(key) switch
    {
        null => null,
        YamlMappingNode map => new FrontMatter(_file, _lineOffset, $"{_path}{key}.", map, allowed),
        { } other => throw Error(other, $"'{_path}{key}' must be a mapping with {string.Join(", ", allowed)}"),
    };

    public IReadOnlyList<FrontMatter> Mappings(string key, params string[] allowed) => Find(key) switch
    {
        null => [],
        YamlSequenceNode list => [.. list.Children.Select((item, index) => item is YamlMappingNode map
            ? new FrontMatter(_file, _lineOffset, $"{_path}{key}[{index}].", map, allowed)
            : throw Error(item, $"'{_path}{key}[{index}]' must be a mapping with {string.Join(" or ", allowed)}"))],
        { } other => throw Error(other, $"'{_path}{key}' must be a list"),
    };

    public IReadOnlyList<string> Texts(string key) => Find(key) switch
    {
        null => [],
        YamlSequenceNode list => [.. list.Children.Select(item => item is YamlScalarNode { Value: { Length: > 0 } text }
            ? text
            : throw Error(item, $"'{_path}{key}' must be a list of texts"))],
        { } other => throw Error(other, $"'{_path}{key}' must be a list of texts"),
    };
}
