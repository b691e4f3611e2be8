namespace AgentFunctions.Startup;

/// <summary>All rules of this host. A host asks them before it makes any service that works.</summary>
public sealed class StartupRules(IEnumerable<IStartupRule> rules)
{
    /// <summary>Returns when there is no fault.</summary>
    /// <exception cref="StartupException">Lists every fault of every rule.</exception>
    public void Check()
    {
        string[] faults = [.. rules.SelectMany(r => r.Faults()).Distinct(StringComparer.Ordinal)];
        if (faults.Length > 0)
        {
            throw new StartupException(faults);
        }
    }
}
