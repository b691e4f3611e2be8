using System.Collections.Frozen;
using AgentFunctions.Startup;

namespace AgentFunctions.Agents;

/// <summary>The agents of this application, read once at start.</summary>
public sealed class AgentCatalogue
{
    private readonly FrozenDictionary<string, AgentDefinition> _agents;

    public AgentCatalogue(IEnumerable<AgentDefinition> agents) =>
        _agents = agents.ToFrozenDictionary(a => a.Name, StringComparer.Ordinal);

    public IEnumerable<AgentDefinition> All => _agents.Values.OrderBy(a => a.Name, StringComparer.Ordinal);

    /// <summary>Reads every <c>*.agent.md</c> of a folder.</summary>
    /// <exception cref="StartupException">A file is broken, or the folder is missing or holds no agent.</exception>
    public static AgentCatalogue Load(string directory)
    {
        FaultList faults = new();
        AgentCatalogue read = Load(directory, faults);
        return faults.All.Count == 0 ? read : throw new StartupException(faults.All);
    }

    /// <summary>Reads those <c>*.agent.md</c> of a folder that can be read.</summary>
    /// <param name="faults">Is told what is wrong with the others, or with the folder.</param>
    internal static AgentCatalogue Load(string directory, FaultList faults)
    {
        string[] files = Directory.Exists(directory) ? Directory.GetFiles(directory, "*" + AgentFile.Extension) : [];
        if (files.Length == 0)
        {
            faults.Add($"No agents: '{directory}' holds no file that ends in {AgentFile.Extension}.");
        }

        List<AgentDefinition> agents = [];
        foreach (string file in files.Order(StringComparer.Ordinal))
        {
            try
            {
                AgentFileFaults broken = new();
                AgentDefinition? agent = AgentFile.Read(file, broken);
                agents.AddRange(agent is null ? [] : [agent]);
                foreach (AgentFileException fault in broken.All)
                {
                    faults.Add(fault.Message);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                faults.Add(e.Message);
            }
        }

        return new AgentCatalogue(agents);
    }

    public AgentDefinition? Find(string name) => _agents.GetValueOrDefault(name);
}
