using AgentFunctions.LocalHost.Functions;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.LocalHost.Orchestrations.Functions;

/// <summary>The orchestrators and activities of the app, by name; case does not matter, as on Azure.</summary>
internal sealed class OrchestrationFunctions
{
    private readonly Dictionary<string, OrchestratorFunction> _orchestrators;
    private readonly Dictionary<string, ActivityFunction> _activities;

    /// <exception cref="HostStartException">A function does not fit its trigger, or two orchestrators or activities share a name.</exception>
    public OrchestrationFunctions(IReadOnlyList<FunctionDescriptor> functions)
    {
        _orchestrators = ByName(functions.Where(f => f.Trigger is OrchestrationTriggerAttribute).Select(f => new OrchestratorFunction(f)), f => f.Name, "orchestrators");
        _activities = ByName(functions.Where(f => f.Trigger is ActivityTriggerAttribute).Select(f => new ActivityFunction(f)), f => f.Name, "activities");
    }

    /// <summary>An app without orchestrators needs no engine.</summary>
    public bool IsEmpty => _orchestrators.Count == 0;

    public OrchestratorFunction? FindOrchestrator(string name) => _orchestrators.GetValueOrDefault(name);

    public ActivityFunction? FindActivity(string name) => _activities.GetValueOrDefault(name);

    /// <summary>What is said of an orchestrator that does not exist.</summary>
    public string UnknownOrchestrator(string name) => Unknown(name, "an orchestrator", _orchestrators.Keys);

    /// <summary>What is said of an activity that does not exist.</summary>
    public string UnknownActivity(string name) => Unknown(name, "an activity", _activities.Keys);

    private static Dictionary<string, T> ByName<T>(IEnumerable<T> functions, Func<T, string> nameOf, string kind)
    {
        Dictionary<string, T> found = new(StringComparer.OrdinalIgnoreCase);
        foreach (T function in functions)
        {
            if (!found.TryAdd(nameOf(function), function))
            {
                throw new HostStartException($"Two {kind} are named '{nameOf(function)}'.");
            }
        }

        return found;
    }

    private static string Unknown(string name, string kind, IReadOnlyCollection<string> known) =>
        $"The function '{name}' doesn't exist or is not {kind} function. "
        + (known.Count == 0 ? "There is none." : $"There are: '{string.Join("', '", known.Order(StringComparer.Ordinal))}'.");
}
