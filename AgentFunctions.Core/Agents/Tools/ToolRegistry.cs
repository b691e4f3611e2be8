using AgentFunctions.Agents;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Agents.Tools;

/// <summary>The functions of this process that agents may name as tools.</summary>
public sealed class ToolRegistry(IEnumerable<AIFunction> functions)
{
    private readonly Dictionary<string, AIFunction> _functions = functions.ToDictionary(f => f.Name, StringComparer.Ordinal);

    public AIFunction? Find(string name) => _functions.GetValueOrDefault(name);

    /// <summary>Agents that name functions which nobody registered, with the known ones.</summary>
    public IEnumerable<string> Faults(IEnumerable<AgentDefinition> agents)
    {
        foreach (AgentDefinition agent in agents)
        {
            foreach (ToolReference.InProcess tool in agent.Tools.OfType<ToolReference.InProcess>().Where(t => Find(t.Name) is null))
            {
                yield return $"Agent '{agent.Name}' uses the function '{tool.Name}', which is not registered; known are {string.Join(", ", _functions.Keys)}.";
            }
        }
    }
}
