using AgentFunctions.Agents;
using AgentFunctions.Limits.Budgets;
using AgentFunctions.Models;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Startup;

/// <summary>The files that say which agents, models and budgets there are, read once. What is wrong with them is kept, for all of it to be said at once.</summary>
internal sealed class Catalogues
{
    private readonly FaultList _faults = new();

    public Catalogues(IConfiguration settings)
    {
        AgentFolder = PathOf(settings, "AgentsDirectory", "agents");
        AgentCatalogue agents = AgentCatalogue.Load(AgentFolder, _faults);
        Agents = agents;
        HasAllAgents = _faults.All.Count == 0;
        Models = ModelFile.Read(PathOf(settings, "ModelsFile", "models.json"), Text(settings, "DefaultModel"), _faults);

        // A budget for an agent whose file is broken is not wrong for that.
        Budgets = HasAllAgents ? ReadBudgets(settings, agents) : null;
    }

    /// <summary>Where the agents' files are.</summary>
    public string AgentFolder { get; }

    /// <summary>Those that can be read.</summary>
    public AgentCatalogue Agents { get; }

    public bool HasAllAgents { get; }

    /// <summary>Null when the file has faults.</summary>
    public ModelCatalogue? Models { get; }

    /// <summary>Null when the file, or one that it speaks of, has faults.</summary>
    public BudgetCatalogue? Budgets { get; }

    public IReadOnlyList<string> Faults => _faults.All;

    /// <exception cref="StartupException">There are faults.</exception>
    public T Whole<T>(Func<Catalogues, T?> part)
        where T : class =>
        Faults.Count == 0 ? part(this)! : throw new StartupException(Faults);

    /// <summary>The full path of a file or folder that a setting names, relative to the program.</summary>
    public static string PathOf(IConfiguration settings, string key, string usual) => Path.GetFullPath(Text(settings, key) ?? usual, AppContext.BaseDirectory);

    private static string? Text(IConfiguration settings, string key) =>
        settings[$"{ServiceCollectionExtensions.Section}:{key}"] is { Length: > 0 } text ? text : null;

    // Unlike agents and models it may be missing, unless a setting names it.
    private BudgetCatalogue? ReadBudgets(IConfiguration settings, AgentCatalogue agents)
    {
        string path = PathOf(settings, "BudgetsFile", "budgets.json");
        try
        {
            return BudgetFile.Read(Text(settings, "BudgetsFile") is not null || File.Exists(path) ? path : null, agents);
        }
        catch (BudgetFileException e)
        {
            _faults.Add(e.Message);
            return null;
        }
    }
}
