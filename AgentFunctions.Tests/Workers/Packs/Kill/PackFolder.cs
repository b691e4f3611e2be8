using AgentFunctions.LocalHost.Processes;
using AgentFunctions.Tests.Crash.Fleet;
using AgentFunctions.Tests.Workers.Packs.Wire;

namespace AgentFunctions.Tests.Workers.Packs.Kill;

/// <summary>The folder of a host that is killed again and again, with an agent for each of its deaths: how packs of one agent did decides on the next ones.</summary>
internal sealed class PackFolder : HostFolder
{
    public PackFolder(string path, PackServer model, IEnumerable<string> agents)
        : base(path)
    {
        foreach (string agent in agents)
        {
            File.WriteAllText(Path.Combine(Agents, $"{agent}.agent.md"), PackAgent.File(agent, "batch: {maxItems: 20, maxWait: 1s}"));
        }

        File.WriteAllText(Models, model.ModelFile());
    }

    public string Database => Path.Combine(Data, "host.db");

    public int Port { get; } = FreePorts.Find();

    // Locks of the dead are waited for.
    public override IEnumerable<(string Name, string Value)> Settings => [.. base.Settings, ("LocalHost__LockDuration", "00:00:01")];
}
