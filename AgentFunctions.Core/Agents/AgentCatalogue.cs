using System.Collections.Frozen;

namespace AgentFunctions.Agents;

/// <summary>The agents of this application, read once at start.</summary>
public sealed class AgentCatalogue
{
    private readonly FrozenDictionary<string, AgentDefinition> _agents;

    public AgentCatalogue(IEnumerable<AgentDefinition> agents) =>
        _agents = agents.ToFrozenDictionary(a => a.Name, StringComparer.Ordinal);

    public IEnumerable<AgentDefinition> All => _agents.Values.OrderBy(a => a.Name, StringComparer.Ordinal);

    /// <summary>Reads every <c>*.agent.md</c> of a folder.</summary>
    /// <exception cref="AgentFileException">A file is broken.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is missing or holds no agent.</exception>
    public static AgentCatalogue Load(string directory)
    {
        string[] files = Directory.Exists(directory) ? Directory.GetFiles(directory, "*" + AgentFile.Extension) : [];
        return files.Length > 0
            ? new AgentCatalogue(files.Select(AgentFile.Read))
            : throw new DirectoryNotFoundException($"No agents: '{directory}' holds no file that ends in {AgentFile.Extension}.");
    }

    public AgentDefinition? Find(string name) => _agents.GetValueOrDefault(name);
}
