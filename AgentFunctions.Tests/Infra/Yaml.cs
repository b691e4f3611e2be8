using YamlDotNet.RepresentationModel;

namespace AgentFunctions.Tests.Infra;

/// <summary>YAML files of the repository.</summary>
internal static class Yaml
{
    public static YamlMappingNode Read(params string[] path)
    {
        YamlStream stream = [];
        using StreamReader reader = new(Repository.PathOf(path));
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    public static YamlMappingNode Map(this YamlNode node, string key) => (YamlMappingNode)node[key];

    public static IEnumerable<(string Key, YamlNode Value)> Entries(this YamlMappingNode node) => node.Children.Select(c => (((YamlScalarNode)c.Key).Value!, c.Value));

    public static string[] Texts(this YamlNode node, string key) =>
        node is YamlMappingNode map && map.Children.TryGetValue(key, out YamlNode? list) ? [.. ((YamlSequenceNode)list).Select(n => ((YamlScalarNode)n).Value!)] : [];

    public static string? Text(this YamlNode node, string key) => node is YamlMappingNode map && map.Children.TryGetValue(key, out YamlNode? value) ? (value as YamlScalarNode)?.Value : null;
}
