using AgentFunctions.LocalHost.Processes;
using AgentFunctions.LocalHost.Storage;

namespace AgentFunctions.Tests.Crash.Fleet;

/// <summary>What host processes share: the data folder, agents and models of their own, and where their logs go.</summary>
internal abstract class HostFolder
{
    /// <summary>Environment variable that holds a host's API key, by which a model tells the hosts apart.</summary>
    public const string KeySetting = "CRASH_MODEL_KEY";

    private readonly string _path;

    protected HostFolder(string path)
    {
        _path = path;
        Directory.CreateDirectory(Agents);
        Directory.CreateDirectory(Logs);
    }

    public string Data => Path.Combine(_path, "data");

    public string Storage => Path.Combine(Data, "storage");

    public string Logs => Path.Combine(_path, "logs");

    public StoragePorts Ports { get; } = StoragePorts.From(FreePorts.Find(3));

    public string ConnectionString => DevelopmentAccount.ConnectionString(Ports);

    /// <summary>What every host is told by its environment.</summary>
    public virtual IEnumerable<(string Name, string Value)> Settings =>
    [
        ("AgentFunctions__AgentsDirectory", Agents),
        ("AgentFunctions__ModelsFile", Models),
    ];

    protected string Agents => Path.Combine(_path, "agents");

    protected string Models => Path.Combine(_path, "models.json");
}
